

class Dense(nn.Linear):
    def __init__(self, inputs, units, activation="linear", bias=True):
        super().__init__(inputs, units, bias=bias)
        self.function = ACTIVATIONS[activation]

    def forward(self, x):
        return self.function(super().forward(x))
