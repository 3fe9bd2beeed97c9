

class Rows(nn.Module):
    """An image as the sequence of its rows."""

    def forward(self, x):
        return x.transpose(1, 2).flatten(2)
