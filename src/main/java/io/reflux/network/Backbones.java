package io.reflux.network;

import io.reflux.network.VisionTransformer.Size;
import io.reflux.setting.Catalogue;

/** The backbones that a pipeline file can name. */
final class Backbones {
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
          .with("vit", VisionTransformer::read)
          .with("vit-tiny", s -> VisionTransformer.sized(Size.TINY, s))
          .with("vit-small", s -> VisionTransformer.sized(Size.SMALL, s))
          .with("vit-base", s -> VisionTransformer.sized(Size.BASE, s))
          .with("dinov2-small", s -> VisionTransformer.dinov2(Size.SMALL, Perceptron.GELU, s))
          .with("dinov2-base", s -> VisionTransformer.dinov2(Size.BASE, Perceptron.GELU, s))
          .with("dinov2-large", s -> VisionTransformer.dinov2(Size.LARGE, Perceptron.GELU, s))
          .with("dinov2-giant", s -> VisionTransformer.dinov2(Size.GIANT, Perceptron.SWIGLU, s));

  private Backbones() {}
}
