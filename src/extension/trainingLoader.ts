/** One entry of the quick pick of *Copy Training Loader*. */
export interface TrainingLoader {
  readonly label: string;
  readonly description: string;
  readonly code: string;
}

/** Python that reads labels.csv and leaves out rows without a label (skipped or only flagged images). */
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

function readRows(file: string): string {
  return `labels_file = Path(${file})
with labels_file.open(newline="", encoding="utf-8-sig") as f:
    rows = [row for row in csv.DictReader(f) if row["label"]]
classes = sorted({row["label"] for row in rows})
samples = [(str(labels_file.parent / row["path"]), classes.index(row["label"])) for row in rows]
`;
}

function pyTorch(file: string): string {
  return `import csv
from pathlib import Path
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2

${readRows(file)}
class Labeled(Dataset):
    transform = v2.Compose([v2.PILToTensor(), v2.Resize((224, 224), antialias=True)])
    def __len__(self):
        return len(samples)
    def __getitem__(self, i):
        return self.transform(Image.open(samples[i][0]).convert("RGB")) / 255.0, samples[i][1]

loader = DataLoader(Labeled(), batch_size=32, shuffle=True)
`;
}

function keras(file: string): string {
  return `import csv
from pathlib import Path
import tensorflow as tf

${readRows(file)}
def load(path, label):
    image = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
    return tf.image.resize(image, (224, 224)) / 255.0, label

paths, labels = map(list, zip(*samples))
dataset = tf.data.Dataset.from_tensor_slices((paths, labels)).shuffle(len(paths))
dataset = dataset.map(load, num_parallel_calls=tf.data.AUTOTUNE).batch(32).prefetch(tf.data.AUTOTUNE)
`;
}

function huggingFace(file: string): string {
  return `import csv
from pathlib import Path
from datasets import ClassLabel, Dataset, Features, Image

${readRows(file)}
paths, labels = map(list, zip(*samples))
features = Features({"image": Image(), "label": ClassLabel(names=classes)})
dataset = Dataset.from_dict({"image": paths, "label": labels}, features=features).shuffle(seed=0)
`;
}
