/** One entry of the quick pick of *Copy Training Loader*. */
export interface TrainingLoader {
  readonly label: string;
  readonly description: string;
  readonly code: string;
}

/**
 * Python that reads labels.csv, leaves out rows without a label (skipped or only flagged images), and holds a fifth of the
 * others out for validation: it makes `train` and `val`.
 */
export function trainingLoaders(labelsFile: string): readonly TrainingLoader[] {
  const file = pythonString(labelsFile);
  return [
    { label: 'PyTorch', description: 'torch.utils.data.Dataset', code: pyTorch(file) },
    { label: 'Keras', description: 'tf.data.Dataset', code: keras(file) },
    { label: 'Hugging Face', description: 'datasets.Dataset', code: huggingFace(file) },
  ];
}

/** JSON strings are Python strings, but for characters beyond the basic plane. */
function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
  );
}

/** What all three begin with: `samples` is a list of (path, class number) in a random order that stays the same. */
function readSamples(file: string): string {
  return `labels_file = Path(${file})
with labels_file.open(newline="", encoding="utf-8-sig") as f:
    rows = [row for row in csv.DictReader(f) if row["label"]]
classes = sorted({row["label"] for row in rows})
samples = [(str(labels_file.parent / row["path"]), classes.index(row["label"])) for row in rows]
random.Random(0).shuffle(samples)
held_out = len(samples) // 5  # for validation; 0 trains with all
`;
}

function pyTorch(file: string): string {
  return `import csv, random
from pathlib import Path
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2

${readSamples(file)}
class Labeled(Dataset):
    transform = v2.Compose([v2.PILToTensor(), v2.Resize((224, 224), antialias=True)])
    def __init__(self, samples):
        self.samples = samples
    def __len__(self):
        return len(self.samples)
    def __getitem__(self, i):
        path, label = self.samples[i]
        return self.transform(Image.open(path).convert("RGB")) / 255.0, label

train = DataLoader(Labeled(samples[held_out:]), batch_size=32, shuffle=True)
val = DataLoader(Labeled(samples[:held_out]), batch_size=32)
`;
}

function keras(file: string): string {
  return `import csv, random
from pathlib import Path
import tensorflow as tf

${readSamples(file)}
def load(path, label):
    image = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
    return tf.image.resize(image, (224, 224)) / 255.0, label

def labeled(samples):
    paths = tf.constant([path for path, _ in samples], tf.string)
    labels = tf.constant([label for _, label in samples], tf.int64)
    return tf.data.Dataset.from_tensor_slices((paths, labels))

train = labeled(samples[held_out:]).shuffle(10000).map(load, tf.data.AUTOTUNE).batch(32)
val = labeled(samples[:held_out]).map(load, tf.data.AUTOTUNE).batch(32)
`;
}

function huggingFace(file: string): string {
  return `import csv, random
from pathlib import Path
from datasets import ClassLabel, Dataset, Features, Image

${readSamples(file)}
features = Features({"image": Image(), "label": ClassLabel(names=classes)})

def labeled(samples):
    columns = {"image": [path for path, _ in samples], "label": [label for _, label in samples]}
    return Dataset.from_dict(columns, features=features)

train, val = labeled(samples[held_out:]), labeled(samples[:held_out])
`;
}
