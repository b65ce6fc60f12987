"""ViT-S/14 in eager PyTorch, float32: a peer of `reflux bench programs`.

Arguments: images in a batch, their side, threads. Prints `ready <version>` when warm; then, for each line
`infer` or `train` that comes in, runs one batch that way and prints its milliseconds.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional

images, side, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)
WIDTH, DEPTH, HEADS, PATCH = 384, 12, 6, 14


def attention(q, k, v):
    if hasattr(functional, "scaled_dot_product_attention"):
        return functional.scaled_dot_product_attention(q, k, v)
    return (q @ k.transpose(-2, -1) * (WIDTH // HEADS) ** -0.5).softmax(-1) @ v


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH, 1e-6) for _ in range(2))
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.proj = nn.Linear(WIDTH, WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        n, places, _ = x.shape
        qkv = self.qkv(self.norms[0](x)).reshape(n, places, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        x = x + self.proj(attention(*qkv.unbind(0)).transpose(1, 2).reshape(n, places, WIDTH))
        return x + self.mlp(self.norms[1](x))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.cut = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.first = nn.Parameter(torch.randn(1, 1, WIDTH) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, 1 + (side // PATCH) ** 2, WIDTH) * 0.02)
        self.blocks = nn.Sequential(*(Block() for _ in range(DEPTH)))
        self.norm = nn.LayerNorm(WIDTH, 1e-6)

    def forward(self, pixels):
        x = self.cut(pixels).flatten(2).transpose(1, 2)
        x = torch.cat([self.first.expand(len(x), -1, -1), x], 1) + self.positions
        return self.norm(self.blocks(x))[:, 0]


torch.manual_seed(0)
net = Transformer()
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
