"""Stands in for PyTorch: a loader yields lists of what its dataset gives."""


class Dataset:
    pass


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False):
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle

    def __iter__(self):
        for start in range(0, len(self.dataset), self.batch_size):
            stop = min(len(self.dataset), start + self.batch_size)
            yield [self.dataset[i] for i in range(start, stop)]
