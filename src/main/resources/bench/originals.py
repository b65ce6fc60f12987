"""Training steps of four papers in eager PyTorch: the peer of `reflux bench originals`.

Formulae are the papers', loops are as their authors run them: a loader of several processes, then teacher,
student, loss, backward and optimizer, one after the other, with all threads for whichever has its turn.

`time METHOD SETTINGS`: SETTINGS is JSON (images: a folder of JPEGs, examples, views, side, threads, workers, and
what the method takes). Prints `ready <version>` when warm; then takes as many steps as each line that comes in
says, and prints milliseconds a step. The method `eight`: those of Kim et al.'s comparison, a step of each in turn.
`losses SETTINGS`: transfer losses alone, of made-up outputs of ResNet-18 and ResNet-50; each line that comes in
names one, and is answered with the milliseconds of its value and gradients.
`golden CASE KEYS STEPS …`: takes so many steps of golden trajectories in float64; prints `loss norm` of each, of a
single step the loss alone.
`value CASE …`: the same of golden cases of transfer losses.
"""
import copy
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

    def maps(self, x):
        x = self.layer1(F.max_pool2d(F.relu(self.bn1(self.conv1(x)), inplace=True), 3, 2, 1))
        maps = [x]
        for stage in (self.layer2, self.layer3, self.layer4):
            maps.append(stage(maps[-1]))
        return maps

    def map(self, x):
        return self.maps(x)[-1]


def average(x):
    return F.adaptive_avg_pool2d(x, 1).flatten(1)


def largest(x):
    return F.adaptive_max_pool2d(x, 1).flatten(1)


def euclidean(x):
    products = x @ x.t()
    squares = products.diagonal()
    d = (squares[:, None] + squares[None, :] - 2 * products).clamp(min=0)
    return d


def distances(x):
    """Of all pairs of rows, from differences, as the LabelRelaxation code has them."""
    squares = (x[:, None, :] - x[None, :, :]).pow(2).sum(2)
    return squares.clamp(min=1e-12).sqrt().masked_fill(torch.eye(len(x), dtype=torch.bool), 0)


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
            z = self.embed(self.teacher, x)
        return self.transfer((None, None, self.embed(self.student, x)), (None, None, z), labels, step)

    def transfer(self, own, taught, labels, step):
        e, z, rows = own[2], taught[2], len(own[2])
        same = torch.eye(rows, dtype=torch.bool)
        with torch.no_grad():
            weight = torch.exp(-euclidean(F.normalize(z)) / self.sigma)
        distance = distances(e)
        relative = distance / distance.mean(1, keepdim=True)
        pull = weight * relative.pow(2)
        push = (1 - weight) * (self.delta - relative).clamp(min=0).pow(2)
        return (pull + push).masked_fill(same, 0).sum() / rows


class Transfer(RelaxedContrastive):
    """The other losses that Kim et al. compare theirs with, and their second one, with the same networks."""

    def __init__(self, s):
        super().__init__(s)
        self.s, self.kind, widths = s, s["type"], (64, 128, 256, 512)
        scale = self.teacher.model.channels // self.student.model.channels
        own = {}
        if self.kind in ("fitnet", "attention", "crd"):
            self.student.proxies = nn.Parameter(torch.randn(s["classes"], s["embedding"]) * (2 / s["classes"]) ** 0.5)
            own["proxies"] = [self.student.proxies]
        if self.kind == "fitnet":
            self.student.fitnet = nn.ModuleList()
            for width in widths:
                self.student.fitnet.append(nn.Module())
                self.student.fitnet[-1].transform = nn.Conv2d(width, width * scale, 1, bias=False)
            own["transfer"] = list(self.student.fitnet.parameters())
        if self.kind == "crd":
            for name, net in (("student", self.student), ("teacher", self.teacher)):
                self.student.add_module("embed_" + name, nn.Linear(net.model.channels, s["projection"]))
                memory = (torch.rand(s["n_data"], s["projection"]) - 0.5) * 2 / (s["projection"] / 3) ** 0.5
                self.student.register_buffer("memory_" + name, memory)
            self.scale = {}
            own["transfer"] = [*self.student.embed_student.parameters(), *self.student.embed_teacher.parameters()]
        for name, parameters in own.items():
            self.optimizer.add_param_group({
                "params": parameters, "weight_decay": s["weight_decay"],
                "lr": s["lr"] * (100 if name == "proxies" else 1)})

    def look(self, net, x):
        maps = net.model.maps(x)
        features = average(maps[-1]) + largest(maps[-1])
        return maps, features, net.model.embedding(features)

    def loss(self, x, labels, step):
        with torch.no_grad():
            taught = self.look(self.teacher, x)
        own = self.look(self.student, x)
        loss = self.transfer(own, taught, labels, step)
        return self.proxy_anchor(own[2], labels) + loss if hasattr(self.student, "proxies") else loss

    def transfer(self, own, taught, labels, step):
        if self.kind == "fitnet":
            return sum(F.mse_loss(each.transform(a), b) for each, a, b in zip(self.student.fitnet, own[0], taught[0]))
        if self.kind == "attention":
            seen = [[F.normalize(m.pow(2).mean(1).flatten(1)) for m in maps] for maps in (own[0], taught[0])]
            return sum((a - b).pow(2).mean() for a, b in zip(*seen))
        if self.kind == "crd":
            return self.crd(own[1], taught[1], step)
        return getattr(self, self.kind.replace("-", "_"))(own[2], F.normalize(taught[2]), labels)

    def proxy_anchor(self, e, labels):
        p = self.s["proxy_anchor"]
        unit = [x / (x.pow(2).sum(1, keepdim=True) + 1e-12).sqrt() for x in (e, self.student.proxies)]
        cosines, own = unit[0] @ unit[1].t(), F.one_hot(labels % self.s["classes"], self.s["classes"]).bool()
        pull = torch.exp(-p["alpha"] * (cosines - p["margin"])).masked_fill(~own, 0).sum(0)
        push = torch.exp(p["alpha"] * (cosines + p["margin"])).masked_fill(own, 0).sum(0)
        return torch.log(1 + pull).sum() / len(labels.unique()) + torch.log(1 + push).sum() / self.s["classes"]

    def pkt(self, e, z, labels, eps=1e-7):
        shares = []
        for x in (e, z):
            x = x / (x.pow(2).sum(1, keepdim=True).sqrt() + eps)
            share = (x @ x.t() + 1) / 2
            shares.append(share / share.sum(1, keepdim=True))
        return (shares[1] * torch.log((shares[1] + eps) / (shares[0] + eps))).mean()

    def rkd(self, e, z, labels):
        relations = []
        for x in (e, z):
            d = distances(x)
            difference = F.normalize(x[None] - x[:, None], dim=2)
            angles = torch.bmm(difference, difference.transpose(1, 2))
            relations.append((d / d[d > 0].mean(), angles.view(-1)))
        return (self.s["distance_weight"] * F.smooth_l1_loss(relations[0][0], relations[1][0])
                + self.s["angle_weight"] * F.smooth_l1_loss(relations[0][1], relations[1][1]))

    def dark_rank(self, e, z, labels):
        s, u = self.s, F.normalize(e)
        score = -s["alpha"] * distances(u).pow(s["beta"])
        nearest = distances(F.normalize(z)).argsort(1)[:, 1:s["permute_len"] + 1]
        ranked = score.gather(1, nearest)
        rank = -sum(F.log_softmax(ranked[:, k:], 1)[:, 0].sum() for k in range(ranked.shape[1])) / len(e)
        d, same = distances(u), labels[:, None] == labels[None, :]
        a, p = torch.nonzero(same & ~torch.eye(len(e), dtype=torch.bool)).t()
        hinges = F.relu(d[a, p][:, None] - d[a] + s["triplet_margin"]).masked_fill(same[a], 0)
        return rank + hinges.sum() / (hinges > 0).sum().clamp(min=1)

    def relaxed_multi_similarity(self, e, z, labels):
        s, views, rows = self.s, self.s.get("views", 1), len(e)
        same = torch.eye(rows, dtype=torch.bool)
        weight = torch.exp(-euclidean(F.normalize(z)) / self.sigma)
        if views > 1:
            example = torch.arange(rows) % (rows // views)
            weight = weight.masked_fill((example[:, None] == example[None, :]) & ~same, 1)
        d = distances(e)
        r = d / d.mean(1, keepdim=True)
        pull = (weight * torch.exp(s["scale_pos"] * r)).masked_fill(same, 0).sum(1)
        push = ((1 - weight) * torch.exp(s["scale_neg"] * (self.delta - r))).masked_fill(same, 0).sum(1)
        each = torch.log(1 + pull) / s["scale_pos"] + torch.log(1 + push) / s["scale_neg"]
        return each[each > 0].mean()

    def crd(self, own, taught, step):
        s, count = self.s, len(self.student.memory_student)
        if "contrast_indices" in s:
            index, examples = torch.tensor(s["contrast_indices"][step]), torch.tensor(s["indices"][step])
        else:
            examples = torch.arange(len(own)) % count
            index = torch.cat([examples[:, None], torch.randint(count, (len(own), s["negatives"]))], 1)
        v = {"student": F.normalize(self.student.embed_student(own)),
             "teacher": F.normalize(self.student.embed_teacher(taught))}
        total, c = 0, (index.shape[1] - 1) / count
        for side, other in (("student", "teacher"), ("teacher", "student")):
            memory = getattr(self.student, "memory_" + other)
            rows = memory.index_select(0, index.flatten()).view(*index.shape, -1)
            scores = torch.exp(torch.bmm(rows, v[side][:, :, None])[:, :, 0] / s["temperature"])
            z = self.scale.setdefault(side, (scores.mean() * count).item())
            scores = scores / z
            total = total - (torch.log(scores[:, 0] / (scores[:, 0] + c + 1e-7)).sum()
                             + torch.log(c / (scores[:, 1:] + c + 1e-7)).sum()) / len(own)
        with torch.no_grad():
            for side, x in v.items():
                memory = getattr(self.student, "memory_" + side)
                memory[examples] = F.normalize(s["momentum"] * memory[examples] + (1 - s["momentum"]) * x)
        return total


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


class DiVA:
    """Milbich, Roth, Bharadhwaj et al., DiVA: Diverse Visual Feature Aggregation for Deep Metric Learning, ECCV 2020.

    The first half of the rows are the student's view, the second half that of the network that follows it.
    """

    def __init__(self, s):
        self.s = s
        out = s["embedding"]
        self.net = nn.Module()
        self.net.model = Trunk(s.get("student_depth", 50))
        size = self.net.model.channels
        heads = ["discriminative", "selfsimilarity", "shared", "intra"]
        self.net.model.last_linear = nn.ModuleDict({head: nn.Linear(size, out) for head in heads})
        hidden = s["separation_hidden"]
        self.net.separation = nn.ModuleDict({
            each: nn.Sequential(nn.Linear(out, hidden), nn.ReLU(), nn.Linear(hidden, out))
            for each in s["separation_directions"]})
        self.net.beta = nn.ParameterDict({
            head: nn.Parameter(torch.full([s["classes"]], s["margin"]["beta"])) for head in heads if head != heads[1]})
        self.net.register_buffer("memory_queue", F.normalize(torch.randn(s["queue"], out)))
        self.modules = [self.net]
        self.keys, self.triplets = None, s.get("triplets")
        groups = [{"params": self.net.model.parameters(), "weight_decay": s["weight_decay"]},
                  {"params": self.net.beta.parameters(), "lr": s["beta_lr"]},
                  {"params": self.net.separation.parameters(), "lr": s["separation_lr"]}]
        self.optimizer = torch.optim.Adam(groups, lr=s["lr"])

    @staticmethod
    def heads(model, x):
        features = average(model.map(x))
        return {name: F.normalize(linear(features)) for name, linear in model.last_linear.items()}

    def distant(self, e, labels):
        """A triplet an anchor: any positive, and a negative by one over how frequent its distance is on a sphere."""
        with torch.no_grad():
            d, size = torch.cdist(e, e).clamp(min=self.s["lower_cutoff"]), e.shape[1]
            log = (2 - size) * d.log() - (size - 3) / 2 * (1 - d * d / 4).clamp(min=1e-8).log()
            same = labels[:, None] == labels[None, :]
            negatives = log.masked_fill(same, -math.inf)
            negatives = (negatives - negatives.max(1, keepdim=True).values).exp()
            positives = (same & ~torch.eye(len(e), dtype=torch.bool)).float()
            anchors = torch.nonzero((positives.sum(1) > 0) & (negatives.sum(1) > 0)).flatten()
            return torch.stack([anchors, torch.multinomial(positives[anchors], 1).flatten(),
                                torch.multinomial(negatives[anchors], 1).flatten()], 1)

    def chosen(self, head, e, labels, number):
        if self.triplets is not None:
            return torch.tensor(self.triplets[head][number])
        if head == "discriminative":
            return self.distant(e, labels)
        if head == "shared":
            return self.distant(e, labels[torch.randperm(len(labels))])
        classes = [torch.nonzero(labels == each).flatten() for each in labels.unique()]
        own = [classes[int(torch.randint(len(classes), ()))] for _ in labels]
        return torch.stack([rows[torch.randint(len(rows), (3,))] for rows in own])

    def margin(self, head, e, labels, number):
        a, p, n = self.chosen(head, e, labels, number).t()
        near = ((e[a] - e[p]).pow(2).sum(1) + 1e-8).sqrt()
        far = ((e[a] - e[n]).pow(2).sum(1) + 1e-8).sqrt()
        beta = self.net.beta[head][labels[a] % self.s["classes"]]
        terms = F.relu(near - beta + self.s["margin"]["margin"]) + F.relu(beta - far + self.s["margin"]["margin"])
        return terms.sum() / (terms > 0).sum().clamp(min=1)

    def contrast(self, query, keys):
        products, size = query @ self.net.memory_queue.t(), query.shape[1]
        with torch.no_grad():
            d = (2 - 2 * products).clamp(min=self.s["lower_cutoff"] ** 2)
            log = (2 - size) / 2 * d.log() - (size - 3) / 2 * (1 - d / 4).clamp(min=1e-6).log()
            weight = log.masked_fill(d > self.s["upper_cutoff"] ** 2, torch.finfo(d.dtype).min / 10).softmax(0)
        logits = torch.cat([(query * keys).sum(1, keepdim=True), products * weight], 1) / self.s["temperature"]
        return F.cross_entropy(logits, torch.zeros(len(query), dtype=torch.long))

    def separated(self, e):
        total = 0
        for weight, each in zip(self.s["separation_weights"], self.s["separation_directions"]):
            source, target = (2 * e[name].detach() - e[name] for name in each.split("-"))  # gradients turn round
            guess = self.net.separation[each](F.normalize(source))
            total = total - weight * (F.normalize(target) * F.normalize(guess)).pow(2).mean()
        return total

    def loss(self, x, labels, step):
        rows = len(x) // 2
        labels = labels[:rows]
        if self.keys is None:
            self.keys = copy.deepcopy(self.net.model).eval()
        e = self.heads(self.net.model, x[:rows])
        with torch.no_grad():
            self.newest = self.heads(self.keys, x[rows:])["selfsimilarity"]
        return (self.margin("discriminative", e["discriminative"], labels, step)
                + self.s["alpha_ssl"] * self.contrast(e["selfsimilarity"], self.newest)
                + self.s["alpha_shared"] * self.margin("shared", e["shared"], labels, step)
                + self.s["alpha_intra"] * self.margin("intra", e["intra"], labels, step)
                + self.separated(e))

    def follow(self):
        """After a step: the other network moves towards the student, the queue takes its newest keys."""
        with torch.no_grad():
            for key, own in zip(self.keys.parameters(), self.net.model.parameters()):
                key.mul_(self.s["key_momentum"]).add_(own, alpha=1 - self.s["key_momentum"])
            queue = self.net.memory_queue
            queue.copy_(torch.cat([queue, self.newest])[-len(queue):])


METHODS = {"relaxed-contrastive": RelaxedContrastive, "simreg": SimReg, "s2sd": S2SD, "diva": DiVA}
TRANSFERS = ("relaxed-multi-similarity", "pkt", "rkd", "dark-rank", "fitnet", "attention", "crd")
METHODS.update({each: Transfer for each in TRANSFERS})


def step(method, x, labels, number):
    """One step; its loss."""
    loss = method.loss(x, labels, number)
    method.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    method.optimizer.step()
    if hasattr(method, "follow"):
        method.follow()
    return loss


# ---- golden trajectories

def u(k, count):
    values = torch.sin(torch.arange(count, dtype=torch.float64) * 12.9898 + k * 78.233) * 43758.5453
    return values - values.floor()


def filled(kind, shape, k, fan_in=1):
    x = u(k, math.prod(shape)).reshape(shape)
    if kind == "unit_rows":
        x = F.normalize(x - 0.5)
    elif kind == "crd_memory":
        x = (x - 0.5) * 2 / math.sqrt(128 / 3)
    elif kind in ("conv_weight", "linear_weight"):
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
    case, keys = json.load(open(case)), json.load(open(keys))["keys"]
    c = case["configuration"]
    s = {**c["objective"], **c["optimizer"], "embedding": c["student"].get("embedding", 0), "fc": True,
         "type": c["objective"]["type"], "student_depth": 18, "teacher_depth": 18, "cached": True,
         "teacher_embedding": c.get("teacher", {}).get("embedding", 0)}
    method = METHODS[c["objective"]["type"]](s)
    modules = [m.double() for m in method.modules]
    fill(modules[0], keys)
    if len(modules) > 1:
        fill(modules[1], keys, c["teacher"]["k_offset"] - c["student"]["k_offset"])
    state = modules[0].state_dict()
    for each in case["extra_tensors"]:
        state[each["name"]].copy_(
            torch.full(each["shape"], each["value"]).float().double() if each["kind"] == "constant" else
            filled(each["kind"], each["shape"], each["k"], each.get("fan_in", 1)))
    images = c["images"]
    shape = [images["samples"], 3, images["side"], images["side"]]
    if "teacher_k_first" in s:
        method.given = lambda n: (2 * u(s["teacher_k_first"] + n, shape[0] * s["teacher_dim"]) - 1).clamp(
            min=0).float().double().reshape(shape[0], -1)
    for number in range(steps):
        x = torch.cat([
            ((u(images[first] + number, math.prod(shape)) - 0.5) * 4).float().double().reshape(shape)
            for first in ("k_first", "aux_k_first") if first in images])
        labels = torch.tensor(c.get("labels", [[]] * 99)[number] * c.get("views", 1))
        if steps == 1:
            print(method.loss(x, labels, number).item(), flush=True)
            return
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


def value(file):
    """A transfer loss of a golden case of losses, and the length of its gradient."""
    case = json.load(open(file))
    tensors = {name: torch.tensor(each["data"]).reshape(each["shape"]) for name, each in case["inputs"].items()}
    method = Transfer.__new__(Transfer)
    method.s = {**case["params"], "views": 2 if case["params"].get("two_view") else 1}
    method.sigma, method.delta = method.s.get("sigma"), method.s.get("delta")
    e, z = tensors["student_embeddings"].double().requires_grad_(), tensors["teacher_embeddings"].double()
    loss = getattr(method, case["op"].replace("-", "_"))(e, z, tensors.get("labels"))
    loss.backward()
    print(loss.item(), e.grad.pow(2).sum().sqrt().item(), flush=True)


def timed(name, s):
    torch.set_num_threads(s["threads"])
    torch.manual_seed(0)
    names = ("relaxed-contrastive", *TRANSFERS) if name == "eight" else (name,)
    methods = [METHODS[each]({**s, "type": each}) for each in names]
    loader = torch.utils.data.DataLoader(Pictures(s), s["examples"], num_workers=s["workers"])
    batches = iter(loader)
    number = 0

    def take():
        nonlocal number
        for method in methods:
            x, labels = next(batches)
            x = x.transpose(0, 1).flatten(0, 1)  # all of one view, then all of the next
            step(method, x, labels.repeat(s["views"]), number).item()  # as their progress bars read it
        number += 1

    take(), take()
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        count = int(line)
        start = time.perf_counter()
        for _ in range(count):
            take()
        print((time.perf_counter() - start) * 1e3 / count, flush=True)


def losses(s):
    torch.set_num_threads(s["threads"])
    torch.manual_seed(0)
    methods = {each: METHODS[each]({**s, "type": each}) for each in ("relaxed-contrastive", *TRANSFERS)}

    def outputs(scale, size):
        maps = [torch.randn(s["rows"], 64 * scale << i, side, side) for i, side in enumerate(s["map_sides"])]
        return maps, torch.randn(s["rows"], 512 * scale), torch.randn(s["rows"], size)

    own, taught = outputs(1, s["embedding"]), outputs(4, s["teacher_embedding"])
    labels = torch.arange(s["rows"]) // 2

    def take(name):
        leaves = [each.clone().requires_grad_() for each in (*own[0], *own[1:])]
        start = time.perf_counter()
        methods[name].transfer((leaves[:4], *leaves[4:]), taught, labels, 0).backward()
        return (time.perf_counter() - start) * 1e3

    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        print(take(line.strip()), flush=True)


if sys.argv[1] == "time":
    timed(sys.argv[2], json.loads(sys.argv[3]))
elif sys.argv[1] == "losses":
    losses(json.loads(sys.argv[2]))
else:
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    if sys.argv[1] == "golden":
        for case, keys, steps in zip(*[iter(sys.argv[2:])] * 3):
            golden(case, keys, int(steps))
    else:
        for case in sys.argv[2:]:
            value(case)
