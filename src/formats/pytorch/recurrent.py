

class Recurrent(nn.Module):
    """Gates in the order i, f, g, o (LSTM) and r, z, n (GRU), as in PyTorch's own layers."""

    def __init__(self, cell, inputs, units, return_sequences):
        super().__init__()
        rows = {"rnn": 1, "gru": 3, "lstm": 4}[cell] * units
        self.weight_ih = nn.Parameter(torch.zeros(rows, inputs))
        self.weight_hh = nn.Parameter(torch.zeros(rows, units))
        self.bias_ih = nn.Parameter(torch.zeros(rows))
        self.bias_hh = nn.Parameter(torch.zeros(rows))
        self.cell, self.units, self.return_sequences = cell, units, return_sequences

    def forward(self, x):
        h = c = x.new_zeros(len(x), self.units)
        outputs = []
        for now in F.linear(x, self.weight_ih, self.bias_ih).unbind(1):
            before = F.linear(h, self.weight_hh, self.bias_hh)
            if self.cell == "rnn":
                h = torch.tanh(now + before)
            elif self.cell == "gru":
                (r, z, n), (r_before, z_before, n_before) = now.chunk(3, 1), before.chunk(3, 1)
                z = torch.sigmoid(z + z_before)
                n = torch.tanh(n + torch.sigmoid(r + r_before) * n_before)
                h = (1 - z) * n + z * h
            else:
                i, f, g, o = (now + before).chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            outputs.append(h)
        return torch.stack(outputs, 1) if self.return_sequences else h
