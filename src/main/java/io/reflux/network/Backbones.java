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
          .with("clip-large", s -> ClipTransformer.of(Size.LARGE, s, 768));

  private Backbones() {}
}
