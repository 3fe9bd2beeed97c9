

def loss_of(logits, targets):
    """The mean loss of a batch. Targets are class indices, or numbers of the outputs' shape."""
    loss = SPEC["loss"]
    if loss["kind"] == "cross_entropy":
        return F.cross_entropy(logits.flatten(1), targets, label_smoothing=loss.get("label_smoothing", 0.0))
    if loss["kind"] == "binary_cross_entropy":
        return F.binary_cross_entropy_with_logits(logits, targets)
    if loss["kind"] == "mse":
        return F.mse_loss(logits, targets)
    return 0.5 * (logits - targets).square().sum() / len(logits)


def penalty(network):
    """l1 and l2 of weight matrices and kernels; not of biases, normalisation and positions."""
    weights = [p for name, p in network.named_parameters() if p.dim() > 1 and not name.endswith("position")]
    l1, l2 = SPEC.get("l1", 0), SPEC.get("l2", 0)
    return sum(l1 * w.abs().sum() + l2 * w.square().sum() for w in weights) if l1 or l2 else 0.0


def learning_rate(step):
    """The rate of the step of this number, counted from 0."""
    schedule, rate = SPEC["schedule"], SPEC["optimizer"]["learning_rate"]
    t = step - SCHEDULE_START
    half_cosine = lambda start, end, at: end + (start - end) * 0.5 * (1 + math.cos(math.pi * min(at, 1.0)))
    if schedule["kind"] == "step":
        return rate * schedule["factor"] ** (t // schedule["every"])
    if schedule["kind"] == "exponential":
        return rate * schedule["factor"] ** t
    if schedule["kind"] == "cosine":
        return half_cosine(rate, schedule["minimum"], t / schedule["steps"])
    if schedule["kind"] == "warmup_cosine":
        warmup = schedule["warmup_steps"]
        if t < warmup:
            return rate * (t + 1) / warmup
        return half_cosine(rate, schedule["minimum"], (t - warmup) / (schedule["steps"] - warmup))
    if schedule["kind"] == "one_cycle":
        top, peak = schedule["maximum"], 0.3 * schedule["steps"] - 1
        if t <= peak:
            return half_cosine(top / 25, top, t / peak)
        return half_cosine(top, top / 25e4, (t - peak) / max(schedule["steps"] - 1 - peak, 1e-300))
    return rate


class Lion(torch.optim.Optimizer):
    def __init__(self, parameters, lr, betas, weight_decay):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in (p for p in group["params"] if p.grad is not None):
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.sub_(torch.sign(beta1 * mean + (1 - beta1) * p.grad), alpha=group["lr"])
                mean.mul_(beta2).add_(p.grad, alpha=1 - beta2)


# By kind of optimiser: its class, and PyTorch's name for each array of its state.
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {"momentum": "momentum_buffer"}),
    "adagrad": (torch.optim.Adagrad, {"square_sum": "sum"}),
    "rmsprop": (torch.optim.RMSprop, {"square_average": "square_avg"}),
    "adam": (torch.optim.Adam, {"first_moment": "exp_avg", "second_moment": "exp_avg_sq"}),
    "adamw": (torch.optim.AdamW, {"first_moment": "exp_avg", "second_moment": "exp_avg_sq"}),
    "adamax": (torch.optim.Adamax, {"first_moment": "exp_avg", "infinity_norm": "exp_inf"}),
    "lion": (Lion, {"mean": "mean"}),
}


def optimizer_of(network, path=WEIGHTS):
    """The optimiser with the state that the session's had."""
    _, arrays = read_safetensors(path)
    fields = dict(SPEC["optimizer"])
    kind, (make, names) = fields["kind"], OPTIMIZERS[fields["kind"]]
    options = {"lr": fields["learning_rate"], "weight_decay": fields["weight_decay"]}
    if "beta1" in fields:
        options["betas"] = (fields["beta1"], fields["beta2"])
    renamed = {"epsilon": "eps", "decay": "alpha", "momentum": "momentum", "nesterov": "nesterov"}
    options |= {theirs: fields[ours] for ours, theirs in renamed.items() if ours in fields}
    optimizer = make([p for p in network.parameters() if p.requires_grad], **options)
    for name, p in network.named_parameters():
        state = {theirs: arrays.get(f"optimizer.{ours}.{name}") for ours, theirs in names.items()}
        if UPDATES > 0 and p.requires_grad and all(array is not None for array in state.values()):
            optimizer.state[p].update({theirs: array.clone() for theirs, array in state.items()})
            if kind not in ("sgd", "lion"):
                optimizer.state[p]["step"] = torch.tensor(float(UPDATES))
    return optimizer


def train_step(network, optimizer, step, inputs, targets):
    """One step on scaled inputs: the loss before it, without penalties. `step` goes on from STEP."""
    network.train()
    for group in optimizer.param_groups:
        group["lr"] = learning_rate(step)
    optimizer.zero_grad()
    loss = loss_of(network.logits(inputs), targets)
    (loss + penalty(network)).backward()
    if SPEC.get("clip_norm"):
        nn.utils.clip_grad_norm_(network.parameters(), SPEC["clip_norm"])
    optimizer.step()
    return loss.item()


TEXTS, _ = read_safetensors(WEIGHTS)
SPEC = json.loads(TEXTS["inkgrad.spec"])
# Steps and updates until the export; the step at which the schedule began.
STEP, UPDATES, SCHEDULE_START = (int(TEXTS.get(f"inkgrad.{name}", 0)) for name in ("step", "updates", "schedule_start"))

if __name__ == "__main__":
    samples = json.loads(Path(sys.argv[1]).read_text()) if len(sys.argv) > 1 else [[0.0] * math.prod(INPUT)]
    with torch.no_grad():
        for row in load()(torch.tensor(samples, dtype=torch.float32).reshape(-1, *INPUT)).flatten(1).tolist():
            print(" ".join(f"{value:.7f}" for value in row))
