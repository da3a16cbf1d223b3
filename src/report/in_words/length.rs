//! What can be said within a line.

use super::Teller;
use crate::call::{Expr, ExprKind, Type};

/// A value of more parts than this is not said within a line.
const MOST_PARTS: usize = 10;

impl<'c> Teller<'c> {
    /// Tells whether a value can be said within a line.
    pub(super) fn fits(&self, expr: &'c Expr) -> bool {
        let mut left = MOST_PARTS;
        self.is_short(expr, &mut left)
    }

    fn is_short(&self, expr: &'c Expr, left: &mut usize) -> bool {
        let Some(fewer) = left.checked_sub(1) else {
            return false;
        };
        *left = fewer;
        match &expr.kind {
            ExprKind::Definition(id) => {
                let definition = self.call.definitions.get(id.index());
                definition.is_some_and(|it| self.is_short(&it.value, left))
            }
            ExprKind::FirstOf(_)
            | ExprKind::Table(_)
            | ExprKind::Excepted { .. }
            | ExprKind::Interpolate { .. } => false,
            ExprKind::Quantified { list, item, .. } => {
                self.is_short(list, left)
                    && item
                        .body
                        .as_deref()
                        .is_none_or(|it| self.is_short(it, left))
            }
            ExprKind::Fact(_) | ExprKind::Field { .. } | ExprKind::Column { .. } => true,
            _ if expr.ty == Type::YesNo => matches!(expr.kind, ExprKind::Constant(_)),
            // One within the other could not be told apart.
            ExprKind::Least(parts) | ExprKind::Greatest(parts) => parts.iter().all(|it| {
                let inner = self.behind(it);
                let is_one = matches!(inner.kind, ExprKind::Least(_) | ExprKind::Greatest(_));
                !is_one && self.is_short(it, left)
            }),
            _ => expr.parts().into_iter().all(|it| self.is_short(it, left)),
        }
    }

    /// Returns the value of a definition, or the expression itself.
    pub(super) fn behind(&self, expr: &'c Expr) -> &'c Expr {
        match &expr.kind {
            ExprKind::Definition(id) => {
                let definition = self.call.definitions.get(id.index());
                definition.map_or(expr, |it| &it.value)
            }
            _ => expr,
        }
    }
}
