

class BatchNorm(nn.Module):
    """Per channel of an image, else per feature of the last axis."""

    def __init__(self, features, momentum, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))
        self.momentum, self.epsilon = momentum, epsilon

    def forward(self, x):
        sequence = x.dim() == 3
        x = x.transpose(1, 2) if sequence else x
        batch = self.training and self.weight.requires_grad
        statistics = (self.running_mean, self.running_var)
        x = F.batch_norm(x, *statistics, self.weight, self.bias, batch, self.momentum, self.epsilon)
        return x.transpose(1, 2) if sequence else x
