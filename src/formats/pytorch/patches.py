

class Patches(nn.Module):
    """An image as a sequence of embedded patches with learned positions."""

    def __init__(self, channels, size, units, patches, activation="linear", bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(units, channels * size * size))
        self.bias = nn.Parameter(torch.zeros(units)) if bias else None
        self.position = nn.Parameter(torch.zeros(patches, units))
        self.size = size
        self.function = ACTIVATIONS[activation]

    def forward(self, x):
        patches = F.unfold(x, self.size, stride=self.size).transpose(1, 2)
        return self.function(F.linear(patches, self.weight, self.bias)) + self.position
