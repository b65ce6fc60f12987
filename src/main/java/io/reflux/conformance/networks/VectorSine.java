package io.reflux.conformance.networks;

/**
 * The sine that the golden cases were filled with, in its last bits: NumPy's for whole arrays,
 * which is that of Intel's vector library on processors with AVX-512. It is up to four units in the
 * last place off; multiplied by 43758 and cut to its fraction that flips the last bit of one filled
 * float32 value in two thousand, which the float64 tolerances of trajectories notice.
 *
 * <p>arg = N π + R, with π in three parts; sin R by an odd polynomial; every step one fused
 * multiply-add. Larger arguments than {@link #LARGEST} are reduced by another way there, which is
 * accurate to half a unit, as {@link Math#sin} is.
 */
final class VectorSine {
  private static final double LARGEST = 0x1p24;
  private static final double REVOLUTIONS = 0x1.45f306dc9c883p-2;
  private static final double SHIFTER = 0x1.8p52;
  private static final double PI_HIGH = 0x1.921fb54442d18p1;
  private static final double PI_MIDDLE = 0x1.1a62633145c06p-53;
  private static final double PI_LOW = 0x1.c1cd129024e09p-106;

  /** Of R³, R⁵, … R¹⁵. */
  private static final double[] COEFFICIENTS = {
    -0x1.55555555554a8p-3,
    0x1.111111110a573p-7,
    -0x1.a01a019a659ddp-13,
    0x1.71de3806add1ap-19,
    -0x1.ae6355aaa4a53p-26,
    0x1.60e6bee01d83ep-33,
    -0x1.9f1517e9f65f0p-41
  };

  private VectorSine() {}

  static double of(double x) {
    if (!(Math.abs(x) <= LARGEST) || x == 0) {
      return Math.sin(x);
    }
    double shifted = Math.fma(x, REVOLUTIONS, SHIFTER);
    double n = shifted - SHIFTER;
    double partly = Math.fma(-n, PI_MIDDLE, Math.fma(-n, PI_HIGH, x));
    double square = partly * partly;
    double r = Math.fma(-n, PI_LOW, partly);
    double sum = COEFFICIENTS[COEFFICIENTS.length - 1];
    for (int i = COEFFICIENTS.length - 2; i >= 0; i--) {
      sum = Math.fma(sum, square, COEFFICIENTS[i]);
    }
    double sine = Math.fma(sum, square * r, r);
    return (Double.doubleToRawLongBits(shifted) & 1) == 0 ? sine : -sine;
  }
}
