"""A gated recurrent unit over events and the gaps between them, read off at any step; needs the optional library.

K. Cho et al., "Learning phrase representations using RNN encoder–decoder", 2014. What is read off is the state beside
its maximum and its mean so far (J. Howard and S. Ruder, "Universal language model fine-tuning", 2018): what happened
only once, long ago, is seldom still in the state alone.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from analytics.models.event_streams import N_EXTRAS

N_STATES, N_EMBEDDED, N_HIDDEN = 48, 24, 64
LONGEST_MEMORY = 100.0
"""Events over which units remember at the beginning, at most (C. Tallec and Y. Ollivier, "Can recurrent neural networks
warp time?", 2018)."""
STEP_SIZE, SHRINKAGE, DROPPED = 3e-3, 1e-2, 0.4
_SLOW, _FAST, _TINY = 0.99, 0.9, 1e-8


def first_weights(n_symbols: int, base: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw weights to begin with; `base` are the log-odds of each head's share."""

    def drawn(*shape: int) -> np.ndarray:
        return np.asarray(random.standard_normal(shape) / np.sqrt(shape[0]), dtype=np.float32)

    bias = np.zeros(3 * N_STATES, dtype=np.float32)
    bias[:N_STATES] = np.log(random.uniform(1, LONGEST_MEMORY, N_STATES))
    return {
        "embedding": np.asarray(random.standard_normal((n_symbols, N_EMBEDDED)), dtype=np.float32),
        "from_symbol": drawn(N_EMBEDDED, 3 * N_STATES),
        "from_gap": 0.3 * drawn(2, 3 * N_STATES),
        "from_state": drawn(N_STATES, 3 * N_STATES),
        "bias": bias,
        "to_hidden": drawn(3 * N_STATES + N_EXTRAS, N_HIDDEN),
        "hidden_bias": np.zeros(N_HIDDEN, dtype=np.float32),
        "to_head": 0.3 * drawn(N_HIDDEN, len(base)),
        "head_bias": base.astype(np.float32),
    }


_Weights = dict[str, jax.Array]
_Carry = tuple[jax.Array, jax.Array, jax.Array]


def _read_off(weights: _Weights, pieces: tuple[jax.Array, ...]) -> jax.Array:
    """Give what each slot shows: state, highest and mean state up to its step, and the landmark's own numbers."""
    symbol, gap_days, step, extras = pieces
    table = weights["embedding"] @ weights["from_symbol"] + weights["bias"]
    gaps = jnp.stack([jnp.log1p(gap_days), jnp.exp(-gap_days)], -1)
    nothing = jnp.zeros((symbol.shape[1], N_STATES))
    begin: _Carry = (nothing, nothing - 1, nothing)

    def moved(carry: _Carry, entry: jax.Array) -> tuple[_Carry, _Carry]:
        state, highest, total = carry
        back = state @ weights["from_state"]
        kept, reset = jnp.split(jax.nn.sigmoid(entry[:, : 2 * N_STATES] + back[:, : 2 * N_STATES]), 2, axis=1)
        new = jnp.tanh(entry[:, 2 * N_STATES :] + reset * back[:, 2 * N_STATES :])
        state = (1 - kept) * new + kept * state
        after: _Carry = (state, jnp.maximum(highest, state), total + state)
        return after, after

    _, states = jax.lax.scan(moved, begin, table[symbol] + gaps @ weights["from_gap"])
    at = jnp.arange(symbol.shape[1])[:, None]
    state, highest, total = (
        jnp.concatenate([first[None], rest])[step, at] for first, rest in zip(begin, states, strict=True)
    )
    return jnp.concatenate([state, highest, total / (step[..., None] + 1.0), 0.3 * extras], -1)


def _headed(weights: _Weights, shown: jax.Array) -> jax.Array:
    hidden = jax.nn.relu(shown @ weights["to_hidden"] + weights["hidden_bias"])
    return jnp.asarray(hidden @ weights["to_head"] + weights["head_bias"])


@jax.jit
def log_odds(weights: _Weights, pieces: tuple[jax.Array, ...]) -> jax.Array:
    """Give each slot's log-odds, shape (pieces, slots, heads)."""
    return _headed(weights, _read_off(weights, pieces))


def _loss(
    weights: _Weights,
    pieces: tuple[jax.Array, ...],
    asked: tuple[jax.Array, jax.Array],
    key: jax.Array,
) -> jax.Array:
    """Give the weighted mean log loss of what is asked, some of what is shown left out."""
    values, weight = asked
    shown = _read_off(weights, pieces)
    is_kept = jax.random.bernoulli(key, 1 - DROPPED, shown.shape)
    margin = _headed(weights, jnp.where(is_kept, shown / (1 - DROPPED), 0.0))
    surprise = jax.nn.softplus(margin) - values * margin
    return jnp.sum(weight * surprise) / jnp.maximum(jnp.sum(weight), 1e-6)


@jax.jit
def taught(
    state: tuple[_Weights, _Weights, _Weights],
    n_steps: jax.Array,
    pieces: tuple[jax.Array, ...],
    asked: tuple[jax.Array, jax.Array],
    key: jax.Array,
) -> tuple[_Weights, _Weights, _Weights]:
    """Make one step down the gradient: Adam with shrinkage, on a gradient no longer than 1.

    Parameters
    ----------
    state : tuple
        Weights, and the running means of the gradient and of its square.
    n_steps : float
        Of which this is the last; the first is 1.
    pieces, asked, key
        Sequences, what is asked of their slots with its weight (0: not asked), and the key of the drawing.

    Returns
    -------
    tuple
        The state after it.

    References
    ----------
    D. Kingma and J. Ba, "Adam", 2015; I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", 2019.
    """
    weights, mean, square = state
    slope = jax.grad(_loss)(weights, pieces, asked, jax.random.fold_in(key, n_steps.astype(jnp.int32)))
    length = jnp.sqrt(sum(jnp.sum(each * each) for each in jax.tree.leaves(slope)))
    slope = jax.tree.map(lambda each: each / jnp.maximum(length, 1.0), slope)
    mean = jax.tree.map(lambda old, new: _FAST * old + (1 - _FAST) * new, mean, slope)
    square = jax.tree.map(lambda old, new: _SLOW * old + (1 - _SLOW) * new * new, square, slope)

    def stepped(weight: jax.Array, mean: jax.Array, square: jax.Array) -> jax.Array:
        size = jnp.sqrt(square / (1 - _SLOW**n_steps)) + _TINY
        return weight - STEP_SIZE * (mean / (1 - _FAST**n_steps) / size + SHRINKAGE * weight)

    return jax.tree.map(stepped, weights, mean, square), mean, square
