"""Partial-equilibrium trade models: pure functions of their arguments.

Conventions, the same in every module: tariff rates are shares of the customs value (the price before duty);
``power`` is one plus the rate; a *change* is a fraction of the starting value (0.08 is +8%); import demand
elasticities are negative, supply and substitution elasticities positive; an infinite supply elasticity is
``math.inf``. Values are normalised so that starting prices are one. These are model figures in binary
floating point; money that is owed is computed in :mod:`briefing_app.tariff`, never here.
"""
