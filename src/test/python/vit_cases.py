"""Golden cases of the plain vision transformers whose published sizes have none: ViT-B and ViT-L, patches of 16 and 32.

    python3 src/test/python/vit_cases.py src/golden/networks-foundation

Torchvision's VisionTransformer computes them, an implementation of its own beside timm's, whose names the key lists
have. Weights, images and targets are the formulas of src/main/java/io/reflux/conformance/networks/NetworkFill.java;
so no file of weights is involved. Rewrites the files of these networks and their lines of index.json.
"""
import json
import math
import os
import sys

import numpy as np
import torch
import torchvision

IMAGE_K = 9999
TARGET_K = 9998
SIDE = 64
CLASSES = 10
SOURCE = "torchvision %s VisionTransformer, timm's names" % torchvision.__version__.split("a")[0]
TOLERANCE = {
    "rtol": 0.001,
    "atol_scale": 0.0001,
    "rule": "|actual-expected| <= rtol*|expected| + atol_scale*M, M = largest |expected| of the tensor (max_abs where "
    "given); for sum: rtol*sqrt(len*sum_sq); for sum_sq, norm, std: rtol; mean: rtol*std",
    "sample_difference": "output of sample 0 minus sample 1 (double precision): first values within 5e-3*max_abs, "
    "sum_sq within 1e-2 relative",
    "float64": {"rtol": 1e-05, "atol_scale": 1e-06, "rule": "same rule"},
    "strict": {"rtol": 5e-05, "atol_scale": 5e-06, "rule": "same rule, 20 times tighter"},
}
SIZES = {"base": (768, 12, 12), "large": (1024, 24, 16)}
# size, patch, blocks of the variant (None: all of them), whether gradients are told of too
NETWORKS = [
    ("base", 16, 1, True),
    ("base", 32, 1, True),
    ("base", 32, None, False),
    ("large", 16, 2, True),
    ("large", 32, 2, True),
]


def unit(count, k):
    x = np.sin(np.arange(count, dtype=np.float64) * 12.9898 + k * 78.233) * 43758.5453
    return x - np.floor(x)


def image(shape, k):
    return ((unit(int(np.prod(shape)), k) - 0.5) * 4).astype(np.float32).reshape(shape)


def keys_of(size, patch, depth, classes, side):
    width = SIZES[size][0]
    tokens = (side // patch) ** 2 + 1
    rows = [
        ("cls_token", [1, 1, width], "token"),
        ("pos_embed", [1, tokens, width], "pos_embed"),
        ("patch_embed.proj.weight", [width, 3, patch, patch], "conv_weight"),
        ("patch_embed.proj.bias", [width], "bias"),
    ]
    for i in range(depth):
        block = "blocks.%d." % i
        for name, out, into in (("attn.qkv", 3 * width, width), ("attn.proj", width, width)):
            if name == "attn.qkv":
                rows += norm(block + "norm1", width)
            rows += linear(block + name, out, into)
        rows += norm(block + "norm2", width)
        rows += linear(block + "mlp.fc1", 4 * width, width) + linear(block + "mlp.fc2", width, 4 * width)
    rows += norm("norm", width) + linear("head", classes, width)
    keys = []
    for k, (name, shape, kind) in enumerate(rows):
        key = {"key": name, "shape": shape, "dtype": "float32", "kind": kind, "k": k}
        if kind in ("conv_weight", "linear_weight"):
            key["fan_in"] = int(np.prod(shape[1:]))
        keys.append(key)
    return keys


def norm(name, width):
    return [(name + ".weight", [width], "ln_weight"), (name + ".bias", [width], "ln_bias")]


def linear(name, out, into):
    return [(name + ".weight", [out, into], "linear_weight"), (name + ".bias", [out], "bias")]


def filled(key):
    u = unit(int(np.prod(key["shape"])), key["k"])
    value = {
        "token": lambda: (u - 0.5) * 2,
        "pos_embed": lambda: u - 0.5,
        "conv_weight": lambda: (u - 0.5) * 2 * math.sqrt(3 / key["fan_in"]),
        "linear_weight": lambda: (u - 0.5) * 2 * math.sqrt(3 / key["fan_in"]),
        "bias": lambda: (u - 0.5) * 0.1,
        "ln_weight": lambda: 0.8 + 0.4 * u,
        "ln_bias": lambda: (u - 0.5) * 0.2,
    }[key["kind"]]()
    return torch.from_numpy(value.astype(np.float32).reshape(key["shape"]))


def theirs(name):
    """A tensor's name in torchvision, for its name in timm."""
    plain = {
        "cls_token": "class_token",
        "pos_embed": "encoder.pos_embedding",
        "patch_embed.proj": "conv_proj",
        "norm": "encoder.ln",
        "head": "heads.head",
    }
    inside = {
        "norm1": "ln_1",
        "norm2": "ln_2",
        "attn.qkv": "self_attention.in_proj",
        "attn.proj": "self_attention.out_proj",
        "mlp.fc1": "mlp.0",
        "mlp.fc2": "mlp.3",
    }
    if name in plain:
        return plain[name]
    layer, kind = name.rsplit(".", 1)
    if layer in plain:
        return plain[layer] + "." + kind
    _, number, rest = layer.split(".", 2)
    joint = "_" if rest == "attn.qkv" else "."
    return "encoder.layers.encoder_layer_%s.%s%s%s" % (number, inside[rest], joint, kind)


class Answers:
    """One pass over images, with all that is told of it."""

    def __init__(self, model, images):
        told = {}
        hooks = []

        def tell(module, name):
            hooks.append(module.register_forward_hook(lambda m, i, o: told.__setitem__(name, o)))

        layers = list(model.encoder.layers)
        hooks.append(layers[0].register_forward_pre_hook(lambda m, i: told.__setitem__("tokens", i[0])))
        tell(model.conv_proj, "cut")
        for number in sorted({0, len(layers) // 2, len(layers) - 1}):
            tell(layers[number], "blocks.%d" % number)
        tell(model.encoder.ln, "norm")
        self.logits = model(images)
        for hook in hooks:
            hook.remove()
        self.stages = {"patch_embed": told.pop("cut").flatten(2).transpose(1, 2), "tokens": told.pop("tokens")}
        self.stages.update(told)
        self.patches = told["norm"][:, 1:]
        self.feat = told["norm"][:, 0]


def array(tensor):
    return tensor.detach().numpy()


def numbers(values, digits):
    return [float("%.*g" % (digits, v)) for v in values]


def stage(tensor):
    x = array(tensor)
    return {
        "shape": list(x.shape),
        "mean": float("%.12g" % x.mean(dtype=np.float64)),
        "std": float("%.12g" % x.std(dtype=np.float64)),
        "max_abs": float("%.8g" % np.abs(x).max()),
        "first8": numbers(x.reshape(-1)[:8], 8),
    }


def rows(tensor):
    x = array(tensor)
    told = []
    for row in x.reshape(len(x), -1):
        if len(row) <= 512:
            told.append({"len": len(row), "data": numbers(row, 8)})
        else:
            wide = row.astype(np.float64)
            told.append(
                {
                    "len": len(row),
                    "first": numbers(row[:64], 8),
                    "sum": float("%.12g" % wide.sum()),
                    "sum_sq": float("%.12g" % (wide**2).sum()),
                    "max_abs": float("%.8g" % np.abs(row).max()),
                }
            )
    return {"shape": list(x.shape), "rows": told}


def exact(tensor):
    x = array(tensor).reshape(-1)
    return {
        "first8": numbers(x[:8], 12),
        "sum": float("%.12g" % x.sum()),
        "sum_sq": float("%.12g" % (x**2).sum()),
    }


def model_of(size, patch, depth, keys):
    width, _, heads = SIZES[size]
    model = torchvision.models.vision_transformer.VisionTransformer(
        SIDE, patch, depth, heads, width, 4 * width, num_classes=CLASSES
    )
    model.load_state_dict({theirs(key["key"]): filled(key) for key in keys})
    return model.eval()


def eval_case(model, images):
    with torch.no_grad():
        answers = Answers(model, images)
        double = Answers(model.double(), images.double())
        model.float()
    difference = array(double.logits)[0] - array(double.logits)[1]
    outputs = {"patch_tokens": stage(answers.patches), "feat": rows(answers.feat), "logits": rows(answers.logits)}
    return {
        "stages": {name: stage(tensor) for name, tensor in answers.stages.items()},
        "outputs": outputs,
        "sample_difference": {
            "of": "logits",
            "first": numbers(difference[:64], 6),
            "sum_sq": float("%.12g" % (difference**2).sum()),
            "max_abs": float("%.12g" % np.abs(difference).max()),
        },
        "float64": {
            "outputs": {
                "patch_tokens": exact(double.patches),
                "feat": exact(double.feat),
                "logits": exact(double.logits),
            }
        },
    }


def backward(model, images):
    model.zero_grad()
    answers = Answers(model, images)
    target = torch.from_numpy(image(answers.logits.shape, TARGET_K)).to(images.dtype)
    loss = ((answers.logits - target) ** 2).mean()
    loss.backward()
    return answers, loss


def gradient(parameter):
    g = array(parameter.grad).astype(np.float64).reshape(-1)
    return {
        "shape": list(parameter.shape),
        "norm": float("%.12g" % np.sqrt((g**2).sum())),
        "max_abs": float("%.12g" % np.abs(g).max()),
        "first8": numbers(g[:8], 12),
    }


def gradients(model, depth):
    names = [
        "cls_token",
        "pos_embed",
        "patch_embed.proj.weight",
        "patch_embed.proj.bias",
        "blocks.0.norm1.weight",
        "blocks.0.attn.qkv.weight",
        "blocks.0.attn.proj.bias",
        "blocks.%d.mlp.fc1.weight" % (depth - 1),
        "blocks.%d.mlp.fc2.bias" % (depth - 1),
        "norm.weight",
        "head.weight",
        "head.bias",
    ]
    parameters = dict(model.named_parameters())
    return {name: gradient(parameters[theirs(name)]) for name in names}


def train_case(model, images, depth):
    answers, loss = backward(model, images)
    told = {"stages": {n: stage(t) for n, t in answers.stages.items()}, "output": rows(answers.logits)}
    model.double()
    _, exact_loss = backward(model, images.double())
    norms = sum(float((p.grad**2).sum()) for p in model.parameters())
    told.update(
        {
            "loss": float("%.12g" % loss.item()),
            "grads": gradients(model, depth),
            "total_grad_norm": float("%.12g" % math.sqrt(norms)),
            "params_without_grad": [],
            "float64": {
                "loss": float("%.12g" % exact_loss.item()),
                "grads": {
                    name: {"norm": each["norm"], "first8": each["first8"]}
                    for name, each in gradients(model, depth).items()
                },
                "total_grad_norm": float("%.12g" % math.sqrt(norms)),
            },
        }
    )
    model.float()
    return told


def compact(content):
    return json.dumps(content, separators=(",", ":"))


def write(folder, name, text):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text + "\n")


def main(folder):
    torch.set_num_threads(2)
    with open(os.path.join(folder, "index.json")) as file:
        index = json.load(file)
    for size, patch, few, with_gradients in NETWORKS:
        width, all_blocks, _ = SIZES[size]
        depth = few or all_blocks
        network = "timm_vit_%s_patch%d_img%d" % (size, patch, SIDE) + ("_depth%d" % few if few else "")
        params = {"model": "vit_%s_patch%d_224" % (size, patch), "img_size": SIDE, "num_classes": CLASSES}
        params.update({"depth": depth, "k_offset": 0})
        keys = keys_of(size, patch, depth, CLASSES, SIDE)
        parameters = sum(int(np.prod(key["shape"])) for key in keys)
        model = model_of(size, patch, depth, keys)
        shape = [2, 3, SIDE, SIDE]
        images = torch.from_numpy(image(shape, IMAGE_K))
        inputs = {"formula": "image", "k": IMAGE_K, "shape": shape}
        case = {"op": "forward_eval", "source": SOURCE, "params": params, "inputs": inputs, "tolerance": TOLERANCE}
        cases = [dict(case, id="eval_64x64", expected=eval_case(model, images))]
        if with_gradients:
            loss = "mean((embedding-c)^2) over all elements, c filled as the input but with k=9998"
            more = dict(params, loss=loss)
            told = train_case(model, images, depth)
            cases.append(
                dict(case, id="train_64x64", op="forward_backward_train", params=more, expected=told)
            )
        listed = {"network": network, "source": SOURCE, "constructor": params, "keys": keys}
        write(folder, network + ".keys.json", compact(listed))
        write(folder, network + ".forward.json", compact({"network": network, "cases": cases}))
        index["networks"] = [each for each in index["networks"] if each["network"] != network]
        index["networks"].append(
            {
                "network": network,
                "keys": network + ".keys.json",
                "forward": network + ".forward.json",
                "source": SOURCE,
                "parameters": parameters,
                "cases": [[each["id"], each["op"], shape] for each in cases],
            }
        )
    networks = index.pop("networks")
    lines = ",\n".join(compact(each) for each in networks)
    write(folder, "index.json", compact(index)[:-1] + ',"networks":[\n' + lines + "\n]}")


if __name__ == "__main__":
    main(sys.argv[1])
