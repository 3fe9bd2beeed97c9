

class Activation(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = ACTIVATIONS[function]

    def forward(self, x):
        return self.function(x)
