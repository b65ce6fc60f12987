package io.reflux.network;

import io.reflux.network.Perceptron.Kind;
import io.reflux.network.VisionTransformer.Size;
import io.reflux.setting.Catalogue;

/** The backbones that a pipeline file can name. */
final class Backbones {
  /** DINOv3's perceptrons. */
  private static final Perceptron MLP = Perceptron.of(Kind.GELU);

  private static final Perceptron GATED = new Perceptron(Kind.SWIGLU_APART, 6);

  /** By the name that stands in the pipeline file. */
  public static final Catalogue<Backbone> CATALOGUE =
      new Catalogue<Backbone>("network")
          .with("conv4", Conv4::read)
          .with("resnet", ResNet::read)
          .with("resnet18", s -> ResNet.standard(ResNet.Block.BASIC, s, 2, 2, 2, 2))
          .with("resnet34", s -> ResNet.standard(ResNet.Block.BASIC, s, 3, 4, 6, 3))
          .with("resnet50", s -> ResNet.standard(ResNet.Block.BOTTLENECK, s, 3, 4, 6, 3))
          .with("resnet101", s -> ResNet.standard(ResNet.Block.BOTTLENECK, s, 3, 4, 23, 3))
          .with("bn-inception", BnInception::read)
          .with("googlenet", GoogLeNet::read)
          .with("mobilenet-v2", MobileNetV2::read)
          .with("simclr-resnet50", SimclrResNet::read)
          .with("mobilenet-v3-small", s -> MobileNetV3.read(MobileNetV3.Size.SMALL, s))
          .with("mobilenet-v3-large", s -> MobileNetV3.read(MobileNetV3.Size.LARGE, s))
          .with("efficientnet", EfficientNet::read)
          .with("efficientnet-b0", s -> EfficientNet.scaled(1.0, 1.0, s))
          .with("efficientnet-b1", s -> EfficientNet.scaled(1.0, 1.1, s))
          .with("efficientnet-b2", s -> EfficientNet.scaled(1.1, 1.2, s))
          .with("efficientnet-b3", s -> EfficientNet.scaled(1.2, 1.4, s))
          .with("regnet-y", RegNetY::read)
          .with("regnet-y-400mf", s -> RegNetY.sized(s, 8, 1, 3, 6, 6))
          .with("regnet-y-800mf", s -> RegNetY.sized(s, 16, 1, 3, 8, 2))
          .with("regnet-y-1-6gf", s -> RegNetY.sized(s, 24, 2, 6, 17, 2))
          .with("regnet-y-3-2gf", s -> RegNetY.sized(s, 24, 2, 5, 13, 1))
          .with("regnet-y-8gf", s -> RegNetY.sized(s, 56, 2, 4, 10, 1))
          .with("convnext", ConvNeXt::read)
          .with("convnext-tiny", s -> ConvNeXt.sized(s, 96, 3, 3, 9, 3))
          .with("convnext-small", s -> ConvNeXt.sized(s, 96, 3, 3, 27, 3))
          .with("convnext-base", s -> ConvNeXt.sized(s, 128, 3, 3, 27, 3))
          .with("vit", VisionTransformers::read)
          .with("vit-tiny", s -> VisionTransformers.sized(Size.TINY, s))
          .with("vit-small", s -> VisionTransformers.sized(Size.SMALL, s))
          .with("vit-base", s -> VisionTransformers.sized(Size.BASE, s))
          .with("vit-large", s -> VisionTransformers.sized(Size.LARGE, s))
          .with("dinov2-small", s -> VisionTransformers.dinov2(Size.SMALL, Kind.GELU, s))
          .with("dinov2-base", s -> VisionTransformers.dinov2(Size.BASE, Kind.GELU, s))
          .with("dinov2-large", s -> VisionTransformers.dinov2(Size.LARGE, Kind.GELU, s))
          .with("dinov2-giant", s -> VisionTransformers.dinov2(Size.GIANT, Kind.SWIGLU, s))
          .with("dinov3-small", s -> VisionTransformers.dinov3(Size.SMALL, MLP, s))
          .with("dinov3-small-plus", s -> VisionTransformers.dinov3(Size.SMALL, GATED, s))
          .with("dinov3-base", s -> VisionTransformers.dinov3(Size.BASE, MLP, s))
          .with("dinov3-large", s -> VisionTransformers.dinov3(Size.LARGE, MLP, s))
          .with("siglip-base", s -> VisionTransformers.siglip(Size.BASE, 4, s))
          .with("siglip-so400m", s -> VisionTransformers.siglip(Size.SO400M, 3.7362, s))
          .with("clip", ClipTransformer::read)
          .with("clip-base", s -> ClipTransformer.of(Size.BASE, s, 512))
          .with("clip-large", s -> ClipTransformer.of(Size.LARGE, s, 768))
          .with("unicom", UnicomTransformer::read)
          .with("unicom-base", s -> UnicomTransformer.of(Size.BASE, s))
          .with("unicom-large", s -> UnicomTransformer.of(Size.LARGE, s))
          .otherwise("any other as a teacher: export it, program = a TorchScript or ONNX file");

  private Backbones() {}
}
