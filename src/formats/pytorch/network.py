

class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(
            [
{LAYERS}
            ]
        )

    def logits(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def forward(self, x):
        return {OUTPUT}


def load(path=WEIGHTS):
    """The trained network, in evaluation mode."""
    network = Network()
    _, arrays = read_safetensors(path)
    names = network.state_dict()
    network.load_state_dict({name: array for name, array in arrays.items() if name in names})
    for index in {FROZEN}:
        network.get_submodule(index).requires_grad_(False)
    return network.eval()
