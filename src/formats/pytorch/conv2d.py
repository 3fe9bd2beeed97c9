

class Conv2d(nn.Conv2d):
    """`padding` is left, right, top, bottom."""

    def __init__(self, channels, filters, kernel, stride=1, padding=(0, 0, 0, 0), activation="linear", bias=True):
        super().__init__(channels, filters, kernel, stride, bias=bias)
        self.around = padding
        self.function = ACTIVATIONS[activation]

    def forward(self, x):
        return self.function(super().forward(F.pad(x, self.around)))
