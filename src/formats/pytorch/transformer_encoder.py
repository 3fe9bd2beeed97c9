

class Attention(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.in_proj = nn.Linear(features, 3 * features)
        self.out_proj = nn.Linear(features, features)
        self.heads = heads

    def forward(self, x):
        n, steps, features = x.shape
        q, k, v = (part.reshape(n, steps, self.heads, -1).transpose(1, 2) for part in self.in_proj(x).chunk(3, -1))
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(features // self.heads), -1)
        return self.out_proj((weights @ v).transpose(1, 2).reshape(n, steps, features))


class TransformerEncoder(nn.Module):
    """Normalisation stands before attention and MLP."""

    def __init__(self, features, heads, hidden, activation):
        super().__init__()
        self.norm1 = nn.LayerNorm(features)
        self.attention = Attention(features, heads)
        self.norm2 = nn.LayerNorm(features)
        self.mlp = nn.ModuleList([nn.Linear(features, hidden), nn.Linear(hidden, features)])
        self.function = ACTIVATIONS[activation]

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp[1](self.function(self.mlp[0](self.norm2(x))))
