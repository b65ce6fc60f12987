"""Runs programs that Reflux has written in plain PyTorch, on a GPU and on the processor, and compares.

    reflux bench gpu --archives DIR            # on any machine: writes the programs
    python3 device.py DIR                      # where PyTorch and a GPU are; needs nothing else
    python3 device.py DIR --device cpu         # tries the driver itself

The optimizers' programs need PyTorch 2; an older one leaves them out, says so, and takes the steps with torch.optim
alone. Debian's python3-torch is such a one.

Of every network: the answers, the gradients, 20 steps of every optimizer (losses and weights beside the processor's, by
Reflux's program and by torch.optim with the same settings; whether two runs give the same bits; images a second), images
a second, and, by PyTorch 2, a run on the device without data ("meta"), which shows that no tensor is made
on a device that the program names. One JSON object a line; the exit code is 1 if anything is further off than it may be.
"""

import argparse
import json
import os
import sys
import time

os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")

import torch  # noqa: E402  (after the environment)

DECAY = 1e-4
PLAIN = ("sgd.pt", "adam.pt", "adamw.pt")
FAR = {"float32": 2e-4, "bfloat16": 5e-2}  # of the largest number; gradients are allowed ten times of it


class Comparison:
    """What was found; a line each."""

    def __init__(self):
        self.failed = False

    def tell(self, what, good=True, **values):
        self.failed = self.failed or not good
        print(json.dumps({"what": what, "good": good, **values}), flush=True)


def exact():
    """All 32 bits of float32, and deterministic algorithms where there are any, as Reflux sets them."""
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True
    torch.use_deterministic_algorithms(True, warn_only=True)
    if hasattr(torch.utils, "deterministic"):
        torch.utils.deterministic.fill_uninitialized_memory = False


def pixels(images, side, device):
    generator = torch.Generator().manual_seed(0)
    return torch.randint(0, 256, (images, side, side, 3), dtype=torch.uint8, generator=generator).to(device)


def synchronised(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def off(ours, theirs):
    """The largest difference, beside the largest number."""
    ours, theirs = ours.double().cpu(), theirs.double().cpu()
    largest = theirs.abs().max().item()
    return (ours - theirs).abs().max().item() / max(largest, 1e-30)


def loss_of(answer):
    target = torch.linspace(-1, 1, answer.shape[1], device=answer.device)
    return ((answer - target) ** 2).mean()


def gradients(program, images):
    program.train()
    program.zero_grad(set_to_none=True)
    loss_of(program(images)).backward()
    return {name: p.grad for name, p in program.named_parameters() if p.grad is not None}


class Written:
    """An optimizer as Reflux has written it."""

    def __init__(self, folder, optimizer, parameters):
        device = parameters[0].device
        self.optimizer, self.parameters, self.state = optimizer, parameters, []
        self.rule = torch.jit.load(os.path.join(folder, optimizer["file"]), map_location=device)
        for counter in optimizer["counters"]:
            self.state += [torch.zeros((), device=device) if counter else torch.zeros_like(p) for p in parameters]

    def step(self):
        with torch.no_grad():
            self.rule.step(self.parameters, [p.grad for p in self.parameters], self.state, [len(self.parameters)],
                           [self.optimizer["rate"]], [DECAY], self.optimizer["constants"], [0.0, 0.0],
                           [-1] * len(self.parameters))


def plain(folder, optimizer, parameters):
    """The same by torch.optim."""
    rate, constants = optimizer["rate"], optimizer["constants"]
    if optimizer["file"] == "sgd.pt":
        return torch.optim.SGD(parameters, rate, momentum=constants[0], weight_decay=DECAY)
    kind = {"adam.pt": torch.optim.Adam, "adamw.pt": torch.optim.AdamW}[optimizer["file"]]
    return kind(parameters, rate, betas=tuple(constants[:2]), eps=constants[2], weight_decay=DECAY)


def trained(folder, file, optimizer, making, images, steps, device):
    """The losses of some steps, the weights after them, and images a second; making makes the optimizer."""
    program = torch.jit.load(os.path.join(folder, file), map_location=device)
    program.train()
    parameters = [p for p in program.parameters() if p.requires_grad]
    for p in parameters:
        p.grad = torch.zeros_like(p)
    rule = making(folder, optimizer, parameters)
    losses = []
    start = time.perf_counter()
    for step in range(steps):
        if step == 1:  # the first one warms up
            synchronised(device)
            start = time.perf_counter()
        for p in parameters:
            p.grad.zero_()
        loss = loss_of(program(images))
        loss.backward()
        rule.step()
        losses.append(loss.item())
    synchronised(device)
    seconds = time.perf_counter() - start
    return losses, [p.detach().clone() for p in parameters], (steps - 1) * images.shape[0] / seconds


def rate(program, images, trains, device, turns):
    def turn():
        if trains:
            program.zero_grad(set_to_none=True)
            loss_of(program(images)).backward()
        else:
            with torch.no_grad():
                program(images)

    program.train(trains)
    turn()
    turn()
    synchronised(device)
    start = time.perf_counter()
    for _ in range(turns):
        turn()
    synchronised(device)
    return turns * images.shape[0] / (time.perf_counter() - start)


def without_data(path, images, side):
    program = torch.jit.load(path, map_location="meta")
    with torch.no_grad():
        answer = program(torch.empty((images, side, side, 3), dtype=torch.uint8, device="meta"))
    return answer.device.type == "meta" and answer.shape[0] == images


def compare(told, folder, entry, options):
    path = os.path.join(folder, entry["file"])
    device, processor = torch.device(options.device), torch.device("cpu")
    far = FAR[entry["precision"]]
    there, here = pixels(options.images, options.side, device), pixels(options.images, options.side, processor)
    ours, theirs = torch.jit.load(path, map_location=device), torch.jit.load(path, map_location=processor)
    ours.eval()
    theirs.eval()
    with torch.no_grad():
        difference = off(ours(there), theirs(here))
        again = torch.equal(ours(there), ours(there))
    told.tell("answers", difference <= far and again, file=entry["file"], off=difference, same_bits_twice=again)
    if entry["trains"]:
        mine, its = gradients(ours, there), gradients(theirs, here)
        furthest = max(its, key=lambda name: off(mine[name], its[name]))
        difference = off(mine[furthest], its[furthest])
        told.tell("gradients", difference <= 10 * far, file=entry["file"], off=difference, furthest=furthest)
    told.tell("rate", file=entry["file"], images_a_second=rate(ours, there, entry["trains"], device, options.turns))
    if hasattr(torch, "compile"):
        told.tell("without data", without_data(path, options.images, options.side), file=entry["file"])


def unknown(error):
    """The line that says which operation an older PyTorch lacks."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def loadable(told, folder, optimizer):
    try:
        torch.jit.load(os.path.join(folder, optimizer["file"]))
        return True
    except RuntimeError as error:
        told.tell("left out", file=optimizer["file"], reason="PyTorch %s: %s" % (torch.__version__, unknown(error)))
        return False


def furthest_off(ours, theirs):
    return max(off(a, b) for a, b in zip(ours, theirs))


def compare_steps(told, folder, entry, optimizer, options):
    device, processor = torch.device(options.device), torch.device("cpu")
    there, here = pixels(options.images, options.side, device), pixels(options.images, options.side, processor)
    for by, making in (("program", Written), ("torch.optim", plain)):
        if by == "torch.optim" and optimizer["file"] not in PLAIN:
            continue
        if by == "program" and not loadable(told, folder, optimizer):
            continue
        arguments = (folder, entry["file"], optimizer, making)
        losses, weights, speed = trained(*arguments, there, options.steps, device)
        again, same, _ = trained(*arguments, there, options.steps, device)
        expected, known, _ = trained(*arguments, here, options.steps, processor)
        bits = losses == again and all(torch.equal(a, b) for a, b in zip(weights, same))
        difference = max(abs(a - b) / max(abs(b), 1e-30) for a, b in zip(losses, expected))
        told.tell("steps", bits and losses[-1] < losses[0], file=entry["file"], optimizer=optimizer["file"], by=by,
                  same_bits_twice=bits, off=difference, weights_off=furthest_off(weights, known), first=losses[0],
                  last=losses[-1], images_a_second=speed)


def compare_rules(told, folder, optimizer, options):
    """Both on the same gradients: a network would blow up the last bits."""
    if optimizer["file"] not in PLAIN or not loadable(told, folder, optimizer):
        return
    generator = torch.Generator().manual_seed(0)
    shapes = [(64, 3, 7, 7), (512, 128), (1000,)]
    ours = [torch.randn(shape, generator=generator).to(options.device).requires_grad_() for shape in shapes]
    theirs = [p.detach().clone().requires_grad_() for p in ours]
    rules = [Written(folder, optimizer, ours), plain(folder, optimizer, theirs)]
    for _ in range(options.steps):
        for a, b in zip(ours, theirs):
            a.grad = torch.randn(a.shape, generator=generator).to(options.device)
            b.grad = a.grad.clone()
        for rule in rules:
            rule.step()
    difference = furthest_off([p.detach() for p in ours], [p.detach() for p in theirs])
    told.tell("program beside torch.optim", difference <= 1e-5, optimizer=optimizer["file"], off=difference)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="what reflux bench gpu --archives has written")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--images", type=int, default=16)
    parser.add_argument("--side", type=int, default=224)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--only", default="", help="networks whose file names begin so")
    parser.add_argument("--turns", type=int, default=20)
    options = parser.parse_args()
    if options.device.startswith("cuda") and not torch.cuda.is_available():
        sys.exit("no GPU: PyTorch %s sees none (expected: --device cpu, or a machine with one)" % torch.__version__)
    exact()
    name = torch.cuda.get_device_name(options.device) if options.device.startswith("cuda") else "cpu"
    told = Comparison()
    told.tell("machine", pytorch=torch.__version__, device=name)
    with open(os.path.join(options.folder, "archives.json"), encoding="utf-8") as file:
        archives = json.load(file)
    archives["programs"] = [each for each in archives["programs"] if each["file"].startswith(options.only)]
    for entry in archives["programs"]:
        compare(told, options.folder, entry, options)
    for optimizer in archives["optimizers"]:
        compare_rules(told, options.folder, optimizer, options)
    for entry in archives["programs"]:
        if entry["trains"]:
            for optimizer in archives["optimizers"]:
                compare_steps(told, options.folder, entry, optimizer, options)
    sys.exit(1 if told.failed else 0)


if __name__ == "__main__":
    main()
