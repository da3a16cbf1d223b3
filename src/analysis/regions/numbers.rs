//! Sets of numbers: stretches between two ends, on the steps that values of a type can take.

use std::cmp::Ordering;

use crate::number::Fraction;

/// One end of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// There is none.
    Free,
    /// This number still belongs to it.
    At(Fraction),
    /// This number does not, all beyond it do.
    Beyond(Fraction),
}

/// All numbers between two ends; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) low: End,
    pub(super) high: End,
}

/// Some of the multiples of a step, or of all numbers: stretches in rising order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    step: Option<Fraction>,
    pub(super) stretches: Vec<Stretch>,
}

impl Numbers {
    /// Returns the numbers between two ends; `None` where an end is too large.
    pub(super) fn between(low: End, high: End, step: Option<Fraction>) -> Option<Self> {
        let stretch = Stretch {
            low: on_step(low, step, false)?,
            high: on_step(high, step, true)?,
        };
        Some(Self {
            step,
            stretches: if stretch.is_empty() {
                Vec::new()
            } else {
                vec![stretch]
            },
        })
    }

    /// Returns all numbers but `number`; `None` where it is too large.
    pub(super) fn all_but(number: Fraction, step: Option<Fraction>) -> Option<Self> {
        let mut below = Self::between(End::Free, End::Beyond(number), step)?;
        let above = Self::between(End::Beyond(number), End::Free, step)?;
        below.stretches.extend(above.stretches);
        Some(below)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    pub(super) fn contains(&self, number: Fraction) -> bool {
        let point = Stretch {
            low: End::At(number),
            high: End::At(number),
        };
        self.stretches.iter().any(|it| it.covers(&point))
    }

    /// Returns what lies in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut stretches = Vec::new();
        for mine in &self.stretches {
            for theirs in &other.stretches {
                let both = mine.and(theirs);
                if !both.is_empty() {
                    stretches.push(both);
                }
            }
        }
        Self {
            step: self.step,
            stretches,
        }
    }

    /// Returns what lies in neither stretch; `None` where an end is too large.
    pub(super) fn complement(&self) -> Option<Self> {
        let mut stretches = Vec::new();
        let mut low = End::Free;
        for stretch in &self.stretches {
            if let Some(high) = stretch.low.other_side() {
                stretches.extend(Self::between(low, high, self.step)?.stretches);
            }
            match stretch.high.other_side() {
                Some(end) => low = end,
                None => {
                    return Some(Self {
                        step: self.step,
                        stretches,
                    });
                }
            }
        }
        stretches.extend(Self::between(low, End::Free, self.step)?.stretches);
        Some(Self {
            step: self.step,
            stretches,
        })
    }

    /// Tells whether all of `other` is seen to lie in this.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let inside = |it: &Stretch| self.stretches.iter().any(|mine| mine.covers(it));
        other.stretches.iter().all(inside)
    }
}

impl Stretch {
    fn is_empty(&self) -> bool {
        match (self.low, self.high) {
            (End::Free, _) | (_, End::Free) => false,
            (End::At(low), End::At(high)) => low > high,
            (End::At(low) | End::Beyond(low), End::At(high) | End::Beyond(high)) => low >= high,
        }
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            low: match compare_low(self.low, other.low) {
                Ordering::Less => other.low,
                _ => self.low,
            },
            high: match compare_high(self.high, other.high) {
                Ordering::Greater => other.high,
                _ => self.high,
            },
        }
    }

    fn covers(&self, other: &Self) -> bool {
        compare_low(self.low, other.low).is_le() && compare_high(self.high, other.high).is_ge()
    }
}

impl End {
    /// Returns the end of what lies on the other side.
    fn other_side(self) -> Option<Self> {
        match self {
            Self::Free => None,
            Self::At(number) => Some(Self::Beyond(number)),
            Self::Beyond(number) => Some(Self::At(number)),
        }
    }
}

fn compare_low(a: End, b: End) -> Ordering {
    let key = |end| match end {
        End::Free => None,
        End::At(number) => Some((number, false)),
        End::Beyond(number) => Some((number, true)),
    };
    key(a).cmp(&key(b))
}

fn compare_high(a: End, b: End) -> Ordering {
    let key = |end| match end {
        End::Free => (true, Fraction::ZERO, true),
        End::At(number) => (false, number, true),
        End::Beyond(number) => (false, number, false),
    };
    key(a).cmp(&key(b))
}

/// Moves an end inwards to the nearest multiple of the step.
fn on_step(end: End, step: Option<Fraction>, high: bool) -> Option<End> {
    let (Some(step), End::At(number) | End::Beyond(number)) = (step, end) else {
        return Some(end);
    };
    let steps = number.div(step)?;
    let below = steps.numerator().checked_div_euclid(steps.denominator())?;
    let exact = steps.to_integer().is_some();
    let stays = exact && matches!(end, End::At(_));
    let whole = match high {
        _ if stays => below,
        true if exact => below.checked_sub(1)?,
        true => below,
        false => below.checked_add(1)?,
    };
    Some(End::At(Fraction::integer(whole).mul(step)?))
}
