"""ResNet-50 in eager PyTorch, float32: the peer of `reflux bench programs`.

Arguments: images in a batch, their side, threads. Prints `ready <version>` when warm; then, for each line
`infer` or `train` that comes in, runs one batch that way and prints its milliseconds.
"""
import sys
import time

import torch
from torch import nn

images, side, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)


def unit(channels, width, kernel, stride=1):
    conv = nn.Conv2d(channels, width, kernel, stride, kernel // 2, bias=False)
    nn.init.kaiming_normal_(conv.weight, mode="fan_out", nonlinearity="relu")
    return [conv, nn.BatchNorm2d(width)]


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.branch = nn.Sequential(
            *unit(channels, width, 1),
            nn.ReLU(inplace=True),
            *unit(width, width, 3, stride),
            nn.ReLU(inplace=True),
            *unit(width, 4 * width, 1),
        )
        same = stride == 1 and channels == 4 * width
        self.shortcut = nn.Identity() if same else nn.Sequential(*unit(channels, 4 * width, 1, stride))

    def forward(self, x):
        return torch.relu_(self.branch(x).add_(self.shortcut(x)))


def resnet50():
    layers = unit(3, 64, 7, 2) + [nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, blocks in enumerate((3, 4, 6, 3)):
        for block in range(blocks):
            width = 64 << stage
            layers.append(Block(channels, width, 2 if stage > 0 and block == 0 else 1))
            channels = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())


torch.manual_seed(0)
net = resnet50()
optimizer = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-4)
pixels = torch.randn(images, 3, side, side)


def infer():
    net.eval()
    with torch.no_grad():
        return net(pixels).sum().item()


def train():
    net.train()
    optimizer.zero_grad(set_to_none=True)
    loss = net(pixels).pow(2).mean()
    loss.backward()
    optimizer.step()
    return loss.item()


train(), infer()
print("ready", torch.__version__, flush=True)
for order in sys.stdin:
    start = time.perf_counter()
    train() if order.strip() == "train" else infer()
    print((time.perf_counter() - start) * 1e3, flush=True)
