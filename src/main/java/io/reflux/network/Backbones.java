package io.reflux.network;

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
          .with("vit-tiny", s -> VisionTransformer.sized(VisionTransformer.Size.TINY, s))
          .with("vit-small", s -> VisionTransformer.sized(VisionTransformer.Size.SMALL, s))
          .with("vit-base", s -> VisionTransformer.sized(VisionTransformer.Size.BASE, s));

  private Backbones() {}
}
