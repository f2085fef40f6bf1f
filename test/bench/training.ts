// A step of training (forward, backward, AdamW) of an MLP and of the rotation net against PyTorch's, on the same batch.
import { type TrainingGraph, trainingGraph } from '../../src/core/autograd/graphs.ts';
import { initialValues } from '../../src/core/autograd/initial.ts';
import { dense } from '../../src/core/autograd/layers.ts';
import { sizeOf } from '../../src/core/autograd/shape.ts';
import { Tape } from '../../src/core/autograd/tape.ts';
import type { Batch } from '../../src/core/kernels.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import {
  interleave,
  isSmall,
  pythonWith,
  reportAtLeast,
  reportAtMost,
  reportLoad,
} from '../support/bench.ts';
import { median, report, skip } from '../support/measurement.ts';
import { rotationTraining } from '../support/rotations.ts';

const steps = isSmall ? 5 : 60;
/** One each: what else the machine does weighs on threads that wait for each other. */
const threads = 1;
const rate = 1e-3;
const weightDecay = 1e-3;

interface Contest {
  readonly name: string;
  readonly graph: TrainingGraph;
  /** The same forward pass: x and p (parameters by name) to logits. */
  readonly forward: string;
}

function mlp(rows: number, widths: readonly number[]): TrainingGraph {
  const tape = new Tape();
  const [inputs, ...units] = widths;
  let values = tape.input('x', [rows, inputs]);
  for (const [i, count] of units.entries())
    values = dense(tape, i === 0 ? values : tape.relu(values), count, `layer${i}`);
  const targets = tape.input('targets', values.shape);
  return trainingGraph(tape, tape.softmaxCrossEntropy(values, targets), { kind: 'adam', weightDecay });
}

const contests: readonly Contest[] = [
  {
    name: 'MLP 512-1024-1024-100, 256 rows',
    graph: mlp(256, [512, 1024, 1024, 100]),
    forward: `
    for i in range(3):
        x = (F.relu(x) if i else x) @ p[f'layer{i}/weights'] + p[f'layer{i}/bias']
    return x`,
  },
  {
    name: 'conv net 32-64-128, 64 images of 32 x 32',
    graph: rotationTraining({ side: 32, widths: [32, 64, 128], count: 64 }),
    forward: `
    for i in (1, 2, 3):
        x = F.conv2d(x, p[f'block{i}/windows'], padding=1)
        x = F.batch_norm(x, None, None, p[f'block{i}/norm/scale'], p[f'block{i}/norm/shift'], True)
        x = F.max_pool2d(F.relu(x), 2)
    return x.mean((2, 3)) @ p['head/weights'] + p['head/bias']`,
  },
];

async function contend({ name, graph, forward }: Contest): Promise<void> {
  const rng = createRng(name);
  const [targets, x] = graph.inputs.toSorted((a, b) => a.name.localeCompare(b.name));
  const batch: Batch = {
    x: Float32Array.from({ length: sizeOf(x.shape) }, () => rng.normal()),
    targets: new Float32Array(sizeOf(targets.shape)),
  };
  const [rows, classes] = targets.shape;
  for (let row = 0; row < rows; row++) batch.targets[row * classes + rng.below(classes)] = 1;
  const start = initialValues(graph.parameters, rng.fork('start'));
  const file = (of: string): string => of.replaceAll('/', '.');
  const arrays = Object.fromEntries([...start].map(([of, numbers]) => [file(of), numbers]));
  const python = pythonWith('torch', { ...arrays, ...batch });
  const item = `training, ${name}`;
  if (python === undefined) return skip(item, 'torch is not installed for /usr/bin/python3');

  const learned = graph.parameters.filter(({ name: of }) => !/mean|variance/.test(of));
  const script = `
import json, time, numpy, torch
import torch.nn.functional as F
torch.set_num_threads(${threads})
read = lambda name, shape: torch.from_numpy(numpy.fromfile(name, '<f4').reshape(shape))
batch, targets = read('x', ${JSON.stringify(x.shape)}), read('targets', ${JSON.stringify(targets.shape)})
shapes = ${JSON.stringify(Object.fromEntries(learned.map(({ name: of, shape }) => [of, shape])))}
p = {name: read(name.replace('/', '.'), shape).requires_grad_() for name, shape in shapes.items()}
decayed = lambda is_decayed: [v for v in p.values() if (v.dim() > 1) == is_decayed]
optimizer = torch.optim.AdamW([{'params': decayed(True)}, {'params': decayed(False), 'weight_decay': 0}], ${rate}, weight_decay=${weightDecay})
def forward(x):${forward}
losses, seconds = [], []
for step in range(${steps}):
    start = time.perf_counter()
    optimizer.zero_grad()
    loss = F.cross_entropy(forward(batch), targets)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    seconds.append(time.perf_counter() - start)
print(json.dumps({'losses': losses, 'seconds': seconds}))
`;
  const kernels = createKernels({ threads });
  let difference = 0;
  let ours: Float32Array = new Float32Array();
  const seconds = await interleave({
    ours: async () => {
      const times: number[] = [];
      const { losses } = await kernels.train(graph, start, {
        steps,
        rate: () => rate,
        batch: () => {
          times.push(performance.now());
          return batch;
        },
        watch: () => {
          times.push((performance.now() - (times.pop() ?? 0)) / 1000);
          return undefined;
        },
      });
      ours = losses;
      return median(times);
    },
    torch: () => {
      const theirs = python.run(script) as { readonly losses: number[]; readonly seconds: number[] };
      for (let step = 0; step < 5; step++)
        difference = Math.max(difference, Math.abs(theirs.losses[step] / ours[step] - 1));
      return median(theirs.seconds);
    },
  });
  python.close();
  report({
    item: `${item}: step`,
    value: Number((1000 * seconds.ours).toPrecision(3)),
    unit: 'ms',
    target: '',
    pass: null,
  });
  reportAtLeast(`${item}: times as quick as PyTorch`, seconds.torch / seconds.ours, 0.9);
  reportAtMost(`${item}: its loss in five steps differs from PyTorch's by a share of`, difference, 1e-4);
}

async function main(): Promise<void> {
  reportLoad();
  for (const contest of contests) await contend(contest);
}

void main();
