"""Stands in for torchvision: each transform notes itself."""


class Tensor:
    def __init__(self, path, steps):
        self.path, self.steps = path, steps

    def __truediv__(self, by):
        return Tensor(self.path, self.steps + [f"/ {by}"])


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, value):
        for transform in self.transforms:
            value = transform(value)
        return value


class PILToTensor:
    def __call__(self, image):
        return Tensor(image.path, [image.mode])


class Resize:
    def __init__(self, size, antialias):
        self.size = size

    def __call__(self, tensor):
        return Tensor(tensor.path, tensor.steps + [list(self.size)])
