//! Conditions as a formula without `not`.

use super::domain::Domain;

/// What must hold.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    /// Nothing: it holds.
    Holds,
    /// It never holds.
    Fails,
    /// It may hold, by something that this module does not look into.
    Perhaps,
    /// A variable lies in a domain.
    Within(usize, Domain),
    /// All of these.
    All(Vec<Formula>),
    /// At least one of these.
    Any(Vec<Formula>),
}

impl Formula {
    pub(super) fn settled(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }

    /// Returns how many parts there are in all.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Holds | Self::Fails | Self::Perhaps => 1,
            Self::Within(_, domain) => domain.weight(),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().map(Self::size).fold(1, usize::saturating_add)
            }
        }
    }

    /// Returns all of `parts`.
    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Holds => {}
                Self::Fails => return Self::Fails,
                Self::All(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::Holds,
            1 => kept.pop().unwrap_or(Self::Holds),
            _ => Self::All(kept),
        }
    }

    /// Returns at least one of `parts`.
    pub(super) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Fails => {}
                Self::Holds => return Self::Holds,
                Self::Any(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::Fails,
            1 => kept.pop().unwrap_or(Self::Fails),
            _ => Self::Any(kept),
        }
    }
}
