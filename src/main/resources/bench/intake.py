"""Training views by torchvision and PIL: the peer of `reflux bench intake`. One thread; a number of
images on each line of the input is answered with the processor time of one, in milliseconds."""
import glob, sys, time
import torch
from PIL import Image
from torchvision import transforms

torch.set_num_threads(1)
files = sorted(glob.glob(sys.argv[1] + "/*.jpg"))
view = transforms.Compose([
    transforms.RandomResizedCrop(224),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])


def load(file):
    with open(file, "rb") as opened:
        return Image.open(opened).convert("RGB")


def turn(images):
    start = time.process_time()
    for i in range(images):
        view(load(files[i % len(files)]))
    return (time.process_time() - start) * 1e3 / images


turn(50)
print("ready", flush=True)
for line in sys.stdin:
    print(turn(int(line)), flush=True)
