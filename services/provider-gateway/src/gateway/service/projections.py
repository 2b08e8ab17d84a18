"""What the gateway must know of others to decide whether it may send."""

from gateway.repository.projections import apply_campaign_states, apply_opt_outs

__all__ = ["apply_campaign_states", "apply_opt_outs"]
