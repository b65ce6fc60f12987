"""Training steps of four papers in eager PyTorch: the peer of `reflux bench originals`.

Formulae are the papers', loops are as their authors run them: a loader of several processes, then teacher,
student, loss, backward and optimizer, one after the other, with all threads for whichever has its turn.

`time METHOD SETTINGS`: SETTINGS is JSON (images: a folder of JPEGs, examples, views, side, threads, workers, and
what the method takes). Prints `ready <version>` when warm; then takes as many steps as each line that comes
in says, and prints milliseconds a step.
`golden CASE KEYS STEPS`: takes so many steps of a golden trajectory in float64; prints `loss norm` of each.
"""
import glob
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


# ---- networks, by torchvision's names

class Block(nn.Module):
    def __init__(self, channels, width, stride, wide):
        super().__init__()
        out = width * (4 if wide else 1)
        shapes = [(channels, width, 1, 1), (width, width, 3, stride), (width, out, 1, 1)] if wide else [
            (channels, width, 3, stride), (width, width, 3, 1)]
        self.count = len(shapes)
        for i, (a, b, kernel, step) in enumerate(shapes, 1):
            setattr(self, f"conv{i}", nn.Conv2d(a, b, kernel, step, kernel // 2, bias=False))
            setattr(self, f"bn{i}", nn.BatchNorm2d(b))
        self.downsample = None
        if stride != 1 or channels != out:
            self.downsample = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            if i < self.count:
                y = F.relu(y, inplace=True)
        y += x if self.downsample is None else self.downsample(x)
        return F.relu(y, inplace=True)


class Trunk(nn.Module):
    def __init__(self, depth):
        super().__init__()
        wide = depth >= 50
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        channels = 64
        for stage, count in enumerate({18: (2, 2, 2, 2), 50: (3, 4, 6, 3)}[depth]):
            width, blocks = 64 << stage, []
            for i in range(count):
                blocks.append(Block(channels, width, 2 if stage and i == 0 else 1, wide))
                channels = width * (4 if wide else 1)
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.channels = channels
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def map(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x)), inplace=True), 3, 2, 1)
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))


def average(x):
    return F.adaptive_avg_pool2d(x, 1).flatten(1)


def largest(x):
    return F.adaptive_max_pool2d(x, 1).flatten(1)


def euclidean(x):
    products = x @ x.t()
    squares = products.diagonal()
    d = (squares[:, None] + squares[None, :] - 2 * products).clamp(min=0)
    return d


# ---- methods: parameters() in groups, and loss(images, labels, step)

class RelaxedContrastive:
    """Kim et al., Embedding Transfer with Label Relaxation, CVPR 2021."""

    def __init__(self, s):
        self.sigma, self.delta = s.get("sigma", 1.0), s.get("delta", 1.0)
        self.student = self.network(s.get("student_depth", 18), s["embedding"], s.get("fc", False))
        self.teacher = self.network(s.get("teacher_depth", 50), s["teacher_embedding"], s.get("fc", False)).eval()
        groups = [{"params": list(self.student.parameters()), "weight_decay": s["weight_decay"]}]
        self.modules = [self.student, self.teacher]
        self.optimizer = torch.optim.AdamW(groups, lr=s["lr"])

    @staticmethod
    def network(depth, size, classifier):
        net = nn.Module()
        net.model = Trunk(depth)
        if classifier:
            net.model.fc = nn.Linear(net.model.channels, 1000)
        net.model.embedding = nn.Linear(net.model.channels, size)
        return net

    @staticmethod
    def embed(net, x):
        x = net.model.map(x)
        return net.model.embedding(average(x) + largest(x))

    def loss(self, x, labels, step):
        with torch.no_grad():
            z = F.normalize(self.embed(self.teacher, x))
        e = self.embed(self.student, x)
        rows = len(e)
        same = torch.eye(rows, dtype=torch.bool)
        with torch.no_grad():
            weight = torch.exp(-euclidean(F.normalize(z)) / self.sigma)
        difference = e[:, None, :] - e[None, :, :]
        distance = difference.pow(2).sum(2).clamp(min=1e-12).sqrt().masked_fill(same, 0)
        relative = distance / distance.mean(1, keepdim=True)
        pull = weight * relative.pow(2)
        push = (1 - weight) * (self.delta - relative).clamp(min=0).pow(2)
        return (pull + push).masked_fill(same, 0).sum() / rows


class SimReg:
    """Navaneet et al., SimReg: Regression as a Simple Yet Effective Tool for Self-supervised KD, BMVC 2021."""

    def __init__(self, s):
        self.net = nn.Module()
        self.net.encoder_q = Trunk(s.get("student_depth", 18))
        size = self.net.encoder_q.channels
        self.net.predict_q = nn.Sequential(
            nn.Linear(size, 2 * size), nn.BatchNorm1d(2 * size), nn.ReLU(True), nn.Linear(2 * size, size),
            nn.Linear(size, 2 * size), nn.BatchNorm1d(2 * size), nn.ReLU(True), nn.Linear(2 * size, s["teacher_dim"]))
        self.given = None  # answers that are at hand: a golden case's, or a cache's
        self.cached = s.get("cached", False)
        self.teacher = None if self.cached else Trunk(s.get("teacher_depth", 50)).eval()
        self.size = s["teacher_dim"]
        self.modules = [self.net] + ([] if self.cached else [self.teacher])
        self.optimizer = torch.optim.SGD(
            self.net.parameters(), lr=s["lr"], momentum=0.9, weight_decay=s["weight_decay"])

    def loss(self, x, labels, step):
        with torch.no_grad():
            if self.given is not None:
                target = self.given(step)
            elif self.cached:
                target = torch.rand(len(x), self.size)
            else:
                target = average(self.teacher.map(x))
        prediction = F.normalize(self.net.predict_q(average(self.net.encoder_q.map(x))))
        return (2 - 2 * (prediction * F.normalize(target)).sum(1)).mean()


class S2SD:
    """Roth et al., Simultaneous Similarity-based Self-Distillation, ICML 2021, with multi-similarity."""

    def __init__(self, s):
        self.s = s
        self.net = nn.Module()
        self.net.model = Trunk(s.get("student_depth", 50))
        size = self.net.model.channels
        self.net.model.last_linear = nn.Linear(size, s["embedding"])
        self.net.target_nets = nn.ModuleList(
            nn.Sequential(nn.Linear(size, d), nn.ReLU(), nn.Linear(d, d)) for d in s["target_dims"])
        self.modules = [self.net]
        groups = [{"params": list(self.net.model.parameters()), "weight_decay": s["weight_decay"]},
                  {"params": list(self.net.target_nets.parameters()), "weight_decay": 0.0}]
        self.optimizer = torch.optim.Adam(groups, lr=s["lr"])

    def base(self, e, labels):
        m = self.s["multisimilarity"]
        similarity = e @ e.t()
        losses = []
        for i, label in enumerate(labels):
            positives = similarity[i][(labels == label) & (torch.arange(len(labels)) != i)]
            negatives = similarity[i][labels != label]
            kept = negatives[negatives + m["margin"] > positives.min()]
            positives = positives[positives - m["margin"] < negatives.max()]
            if len(kept) and len(positives):
                pull = torch.log(1 + torch.exp(-m["pos_weight"] * (positives - m["thresh"])).sum()) / m["pos_weight"]
                push = torch.log(1 + torch.exp(m["neg_weight"] * (kept - m["thresh"])).sum()) / m["neg_weight"]
                losses.append(pull + push)
        return torch.stack(losses).mean()

    def likeness(self, a, b):
        t = self.s["T"]
        log_p = F.log_softmax(a @ a.t() / t, 1)
        log_q = F.log_softmax((b @ b.t()).detach() / t, 1)
        return (log_q.exp() * (log_q - log_p)).sum() / len(a) * t * t

    def loss(self, x, labels, step):
        last = self.net.model.map(x)
        features = average(last)
        e = F.normalize(F.normalize(self.net.model.last_linear(features)))
        if self.s["pool_aggr"]:
            features = features + largest(last)
        targets = [F.normalize(net(features)) for net in self.net.target_nets]
        bases = sum(self.base(t, labels) for t in targets) / len(targets)
        loss = (self.base(e, labels) + bases) / 2
        loss = loss + self.s["w"] * sum(self.likeness(e, t) for t in targets) / len(targets)
        if step >= self.s["feat_distill_delay"]:
            loss = loss + self.s["feat_w"] * self.likeness(e, F.normalize(features))
        return loss


METHODS = {"relaxed-contrastive": RelaxedContrastive, "simreg": SimReg, "s2sd": S2SD}


def step(method, x, labels, number):
    """One step; its loss."""
    loss = method.loss(x, labels, number)
    method.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    method.optimizer.step()
    return loss


# ---- golden trajectories

def u(k, count):
    values = torch.sin(torch.arange(count, dtype=torch.float64) * 12.9898 + k * 78.233) * 43758.5453
    return values - values.floor()


def filled(kind, shape, k, fan_in=1):
    x = u(k, math.prod(shape)).reshape(shape)
    if kind in ("conv_weight", "linear_weight"):
        x = (x - 0.5) * 2 * math.sqrt(3 / fan_in)
    else:
        x = {"bias": lambda: (x - 0.5) * 0.1, "bn_weight": lambda: 0.8 + 0.4 * x, "bn_bias": lambda: (x - 0.5) * 0.2,
             "bn_mean": lambda: (x - 0.5) * 0.2, "bn_var": lambda: 0.5 + x}[kind]()
    return x.float().double()


def fill(module, keys, shift=0):
    state = module.state_dict()
    for each in keys:
        if "k" in each:
            # another embedding size has other rows
            state[each["key"]].copy_(
                filled(each["kind"], list(state[each["key"]].shape), each["k"] + shift, each.get("fan_in", 1)))


def golden(case, keys, steps):
    torch.set_default_dtype(torch.float64)
    case, keys = json.load(open(case)), json.load(open(keys))["keys"]
    c = case["configuration"]
    s = {**c["objective"], **c["optimizer"], "embedding": c["student"].get("embedding", 0), "fc": True,
         "student_depth": 18, "teacher_depth": 18, "cached": True,
         "teacher_embedding": c.get("teacher", {}).get("embedding", 0)}
    method = METHODS[c["objective"]["type"]](s)
    modules = [m.double() for m in method.modules]
    fill(modules[0], keys)
    if len(modules) > 1:
        fill(modules[1], keys, c["teacher"]["k_offset"] - c["student"]["k_offset"])
    state = modules[0].state_dict()
    for each in case["extra_tensors"]:
        state[each["name"]].copy_(filled(each["kind"], each["shape"], each["k"], each.get("fan_in", 1)))
    images = c["images"]
    shape = [images["samples"], 3, images["side"], images["side"]]
    if "teacher_k_first" in s:
        method.given = lambda n: (2 * u(s["teacher_k_first"] + n, shape[0] * s["teacher_dim"]) - 1).clamp(
            min=0).float().double().reshape(shape[0], -1)
    for number in range(steps):
        x = ((u(images["k_first"] + number, math.prod(shape)) - 0.5) * 4).float().double().reshape(shape)
        labels = torch.tensor(c.get("labels", [[]] * 99)[number] * c.get("views", 1))
        loss = step(method, x, labels, number)
        gradients = [p.grad.pow(2).sum() for p in modules[0].parameters() if p.grad is not None]
        print(loss.item(), torch.stack(gradients).sum().sqrt().item(), flush=True)


# ---- time

class Pictures(torch.utils.data.Dataset):
    """Random crops of JPEGs, flipped by chance, as float32; several views of each, one after the other."""

    def __init__(self, s):
        self.files = sorted(glob.glob(s["images"] + "/**/*.jpg", recursive=True))
        self.side, self.views = s["side"], s["views"]
        self.mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
        self.deviation = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)

    def __len__(self):
        return 1 << 20

    def view(self, picture):
        from PIL import Image
        area = picture.width * picture.height
        for _ in range(10):
            target = area * (0.08 + 0.92 * torch.rand(()).item())
            ratio = math.exp(math.log(3 / 4) + (math.log(4 / 3) - math.log(3 / 4)) * torch.rand(()).item())
            w, h = round(math.sqrt(target * ratio)), round(math.sqrt(target / ratio))
            if 0 < w <= picture.width and 0 < h <= picture.height:
                break
        else:
            w = h = min(picture.width, picture.height)
        left = int(torch.randint(picture.width - w + 1, ()))
        top = int(torch.randint(picture.height - h + 1, ()))
        cut = picture.crop((left, top, left + w, top + h)).resize((self.side, self.side), Image.BILINEAR)
        if torch.rand(()).item() < 0.5:
            cut = cut.transpose(Image.FLIP_LEFT_RIGHT)
        bytes_ = torch.frombuffer(bytearray(cut.tobytes()), dtype=torch.uint8).view(self.side, self.side, 3)
        return (bytes_.permute(2, 0, 1).contiguous().float() / 255 - self.mean) / self.deviation

    def __getitem__(self, i):
        from PIL import Image
        with open(self.files[i % len(self.files)], "rb") as opened:
            picture = Image.open(opened).convert("RGB")
        return torch.stack([self.view(picture) for _ in range(self.views)]), i // 2


def timed(name, s):
    torch.set_num_threads(s["threads"])
    torch.manual_seed(0)
    method = METHODS[name](s)
    loader = torch.utils.data.DataLoader(Pictures(s), s["examples"], num_workers=s["workers"])
    batches = iter(loader)
    number = 0

    def take():
        nonlocal number
        x, labels = next(batches)
        x = x.transpose(0, 1).flatten(0, 1)  # all of one view, then all of the next
        value = step(method, x, labels.repeat(s["views"]), number).item()  # as their progress bars read it
        number += 1
        return value

    take(), take()
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        count = int(line)
        start = time.perf_counter()
        for _ in range(count):
            take()
        print((time.perf_counter() - start) * 1e3 / count, flush=True)


if sys.argv[1] == "golden":
    golden(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    timed(sys.argv[2], json.loads(sys.argv[3]))
