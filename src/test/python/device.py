"""Runs programs that Reflux has written in plain PyTorch, on a GPU and on the processor, and compares.

    reflux bench gpu --archives DIR            # on any machine: writes the programs
    python3 device.py DIR                      # where PyTorch and a GPU are; needs nothing else
    python3 device.py DIR --device cpu         # tries the driver itself

The optimizers' programs need PyTorch 2; an older one leaves them out, and says so.

Of every network: the answers, the gradients, 20 steps of every optimizer (losses, and whether two runs give the same
bits), images a second, and, by PyTorch 2, a run on the device without data ("meta"), which shows that no tensor is made
on a device that the program names. One JSON object a line; the exit code is 1 if anything is further off than it may be.
"""

import argparse
import json
import os
import sys
import time

os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")

import torch  # noqa: E402  (after the environment)

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


def trained(folder, file, optimizer, images, steps, device):
    """The losses of some steps, and the weights after them; all by programs of Reflux."""
    program = torch.jit.load(os.path.join(folder, file), map_location=device)
    rule = torch.jit.load(os.path.join(folder, optimizer["file"]), map_location=device)
    program.train()
    parameters = [p for p in program.parameters() if p.requires_grad]
    state = []
    for counter in optimizer["counters"]:
        state += [torch.zeros((), device=device) if counter else torch.zeros_like(p) for p in parameters]
    for p in parameters:
        p.grad = torch.zeros_like(p)
    losses = []
    for _ in range(steps):
        loss = loss_of(program(images))
        loss.backward()
        gradients_now = [p.grad for p in parameters]
        with torch.no_grad():
            rule.step(parameters, gradients_now, state, [len(parameters)], [optimizer["rate"]], [1e-4],
                      optimizer["constants"], [0.0, 0.0], [-1] * len(parameters))
        losses.append(loss.item())
    return losses, [p.detach().clone() for p in parameters]


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


def compare_steps(told, folder, entry, optimizer, options):
    device, processor = torch.device(options.device), torch.device("cpu")
    there, here = pixels(options.images, options.side, device), pixels(options.images, options.side, processor)
    arguments = (folder, entry["file"], optimizer)
    try:
        torch.jit.load(os.path.join(folder, optimizer["file"]))
    except RuntimeError as error:
        told.tell("left out", file=optimizer["file"], reason="PyTorch %s: %s" % (torch.__version__, unknown(error)))
        return
    losses, weights = trained(*arguments, there, options.steps, device)
    again, same = trained(*arguments, there, options.steps, device)
    expected, _ = trained(*arguments, here, options.steps, processor)
    bits = losses == again and all(torch.equal(a, b) for a, b in zip(weights, same))
    difference = max(abs(a - b) / max(abs(b), 1e-30) for a, b in zip(losses, expected))
    told.tell("steps", bits and losses[-1] < losses[0], file=entry["file"], optimizer=optimizer["file"],
              same_bits_twice=bits, off=difference, first=losses[0], last=losses[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="what reflux bench gpu --archives has written")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--images", type=int, default=16)
    parser.add_argument("--side", type=int, default=224)
    parser.add_argument("--steps", type=int, default=20)
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
    for entry in archives["programs"]:
        compare(told, options.folder, entry, options)
    for entry in archives["programs"]:
        if entry["trains"]:
            for optimizer in archives["optimizers"]:
                compare_steps(told, options.folder, entry, optimizer, options)
    sys.exit(1 if told.failed else 0)


if __name__ == "__main__":
    main()
