//! What an applicant may be asked: a fact, a field of an item of a list, or how many items there are.

use crate::call::{Call, Fact, FactId, Field, FieldId, ListId, Reading, Supplier, Type};
use crate::value::{Record, Value};

/// A question: a fact of the call, or a field of an item of one of its lists.
///
/// Of a fact or field that is a list the question is how many items there are; each field of each
/// item is then a question of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The fact.
    pub fact: FactId,
    /// The way into it: the place of an item, counted from 0, and one of its fields, for each list
    /// on the way.
    pub within: Vec<(usize, FieldId)>,
}

impl Question {
    /// Returns the question about a fact.
    pub fn of(fact: FactId) -> Self {
        Self {
            fact,
            within: Vec::new(),
        }
    }

    /// Returns the question about a field of an item of the list that this question is about.
    #[must_use]
    pub fn field(&self, item: usize, field: FieldId) -> Self {
        let mut within = self.within.clone();
        within.push((item, field));
        Self {
            fact: self.fact,
            within,
        }
    }

    /// Returns what becomes of the question once an item of `list` is taken out: nothing is left of
    /// those about that item, and those after it move up.
    #[must_use]
    pub fn without_item(mut self, list: &Self, item: usize) -> Option<Self> {
        let depth = list.within.len();
        if self.fact != list.fact || !self.within.starts_with(&list.within) {
            return Some(self);
        }
        if let Some((place, _)) = self.within.get_mut(depth) {
            if *place == item {
                return None;
            }
            if *place > item {
                *place = place.saturating_sub(1);
            }
        }
        Some(self)
    }

    /// Returns the question that data calls by this name, items counted from 1:
    /// `partners.2.form`.
    pub fn named(call: &Call, name: &str) -> Option<Self> {
        if let Some((id, _)) = call.fact(name) {
            return Some(Self::of(id));
        }
        for (id, fact) in (0..).map(FactId).zip(&call.facts) {
            let rest = name.strip_prefix(fact.name.as_str());
            if let (Some(rest), Type::List(list)) =
                (rest.and_then(|it| it.strip_prefix('.')), fact.kind)
            {
                let mut within = Vec::new();
                return fields_named(call, list, rest, &mut within)
                    .then_some(Self { fact: id, within });
            }
        }
        None
    }

    /// Returns the name of the question as data has it, items counted from 1: `partners.2.form`.
    pub fn name(&self, call: &Call) -> String {
        let Some(fact) = call.facts.get(self.fact.index()) else {
            return String::new();
        };
        let mut name = fact.name.clone();
        let mut kind = fact.kind;
        for (item, id) in &self.within {
            let Some(field) = field_of(call, kind, *id) else {
                break;
            };
            name = format!("{name}.{}.{}", item.saturating_add(1), field.name);
            kind = field.kind;
        }
        name
    }

    /// Returns the fact that is asked for, or that holds the list.
    pub fn fact<'c>(&self, call: &'c Call) -> Option<&'c Fact> {
        call.facts.get(self.fact.index())
    }

    /// Returns the field that is asked for, where the question is about one.
    pub fn field_of<'c>(&self, call: &'c Call) -> Option<&'c Field> {
        let mut kind = self.fact(call)?.kind;
        let mut last = None;
        for (_, id) in &self.within {
            let field = field_of(call, kind, *id)?;
            kind = field.kind;
            last = Some(field);
        }
        last
    }

    /// Returns the type of the answer; of a list the answer is a whole number of items.
    pub fn kind(&self, call: &Call) -> Option<Type> {
        if self.within.is_empty() {
            Some(self.fact(call)?.kind)
        } else {
            Some(self.field_of(call)?.kind)
        }
    }

    /// Returns what the answer must keep within.
    pub fn reading<'c>(&self, call: &'c Call) -> Option<&'c Reading> {
        if self.within.is_empty() {
            Some(&self.fact(call)?.reading)
        } else {
            Some(&self.field_of(call)?.reading)
        }
    }

    /// Returns who answers.
    pub fn supplier(&self, call: &Call) -> Option<Supplier> {
        Some(self.fact(call)?.supplier)
    }

    /// Returns the value that `facts` hold for the question.
    pub(super) fn value<'f>(&self, facts: &'f [Option<Value>]) -> Option<&'f Value> {
        let mut slot = facts.get(self.fact.index())?;
        for (item, field) in &self.within {
            let Some(Value::List(items)) = slot else {
                return None;
            };
            slot = items.get(*item)?.fields.get(field.index())?;
        }
        slot.as_ref()
    }

    /// Puts a value in its place, and tells whether there is such a place.
    pub(super) fn put(&self, facts: &mut [Option<Value>], value: Option<Value>) -> bool {
        let Some(mut slot) = facts.get_mut(self.fact.index()) else {
            return false;
        };
        for (item, field) in &self.within {
            let Some(Value::List(items)) = slot else {
                return false;
            };
            let inside = items.get_mut(*item);
            let Some(inside) = inside.and_then(|it| it.fields.get_mut(field.index())) else {
                return false;
            };
            slot = inside;
        }
        *slot = value;
        true
    }
}

/// Returns so many items of a list of which nothing is stated.
pub(super) fn blank_items(call: &Call, list: ListId, count: usize) -> Value {
    let fields = call.lists.get(list.index()).map_or(0, |it| it.fields.len());
    let record = Record {
        fields: vec![None; fields],
    };
    Value::List(vec![record; count])
}

fn field_of(call: &Call, list: Type, id: FieldId) -> Option<&Field> {
    let Type::List(list) = list else {
        return None;
    };
    call.lists.get(list.index())?.fields.get(id.index())
}

/// Finds the fields that `name` goes through, and tells whether there are any such.
fn fields_named(call: &Call, list: ListId, name: &str, within: &mut Vec<(usize, FieldId)>) -> bool {
    let Some((item, rest)) = name.split_once('.') else {
        return false;
    };
    let Some(item) = item.parse::<usize>().ok().and_then(|it| it.checked_sub(1)) else {
        return false;
    };
    let fields = call.lists.get(list.index());
    let fields = fields.map_or(&[][..], |it| &it.fields);
    for (id, field) in (0..).map(FieldId).zip(fields) {
        let Some(after) = rest.strip_prefix(field.name.as_str()) else {
            continue;
        };
        within.push((item, id));
        if after.is_empty() {
            return true;
        }
        if let (Some(after), Type::List(inner)) = (after.strip_prefix('.'), field.kind)
            && fields_named(call, inner, after, within)
        {
            return true;
        }
        within.pop();
    }
    false
}
