"""Stands in for TensorFlow: a tensor is a list or a path, and each step notes itself."""


class Image:
    def __init__(self, path, steps):
        self.path, self.steps = path, steps

    def __truediv__(self, by):
        return Image(self.path, self.steps + [f"/ {by}"])


string, int64 = str, int


def constant(values, dtype):
    assert all(isinstance(value, dtype) for value in values)
    return values


class io:
    @staticmethod
    def read_file(path):
        with open(path, "rb"):
            return path

    @staticmethod
    def decode_image(path, channels, expand_animations):
        assert not expand_animations
        return Image(path, ["RGB" if channels == 3 else channels])


class image:
    @staticmethod
    def resize(image, size):
        return Image(image.path, image.steps + [list(size)])


class data:
    AUTOTUNE = -1

    class Dataset:
        def __init__(self, items, shuffle=False):
            self.items, self.shuffled = items, shuffle

        @staticmethod
        def from_tensor_slices(columns):
            return data.Dataset(list(zip(*columns, strict=True)))

        def shuffle(self, buffer_size):
            assert buffer_size > 0
            return data.Dataset(self.items, True)

        def map(self, function, num_parallel_calls):
            return data.Dataset([function(*item) for item in self.items], self.shuffled)

        def batch(self, size):
            batches = [self.items[i : i + size] for i in range(0, len(self.items), size)]
            return data.Dataset(batches, self.shuffled)

        def __iter__(self):
            return iter(self.items)
