//! The call, what rules rest on, enums and groups.

use super::super::grammar::Rule;
use super::expressions::as_of;
use super::literals::date_time;
use super::node::{Built, Node};
use super::words::{authority_kind, cite, name, string, words};
use crate::source::Spanned;
use crate::syntax::tree::{
    AuthorityItem, CallBlock, CallClause, DateTime, EnumItem, GroupItem, Name,
};
use crate::value::Missing;

/// `call puglia_9_3 { … }`
pub(super) fn call_block(node: &Node<'_>) -> Built<CallBlock> {
    let mut parts = node.parts();
    Ok(CallBlock {
        name: name(&parts.one()),
        clauses: parts
            .map(|clause| Ok(clause.spanned(call_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn call_clause(node: &Node<'_>) -> Built<CallClause> {
    Ok(match node.rule() {
        Rule::title => CallClause::Title(words(&node.only())),
        Rule::action => CallClause::Action(node.parts().map(|code| name(&code)).collect()),
        Rule::opens => CallClause::Opens(moment(node)),
        Rule::closes => CallClause::Closes(moment(node)),
        Rule::zone => CallClause::Zone(name(&node.only())),
        Rule::missing => CallClause::Missing(missing(node)),
        Rule::as_of => CallClause::AsOf(as_of(node)?),
        Rule::cite => CallClause::Cite(cite(node)),
        _ => node.impossible(),
    })
}

fn moment(node: &Node<'_>) -> Spanned<DateTime> {
    let moment = node.only();
    moment.spanned(date_time(&moment))
}

/// `missing ask`
pub(super) fn missing(node: &Node<'_>) -> Spanned<Missing> {
    node.spanned(if node.has(Rule::kw_ask) {
        Missing::Ask
    } else {
        Missing::Fail
    })
}

/// `source cts "D.Lgs. …" urn "…"`
pub(super) fn authority(node: &Node<'_>) -> AuthorityItem {
    let mut parts = node.parts();
    AuthorityItem {
        kind: authority_kind(node),
        name: name(&parts.one()),
        words: words(&parts.one()),
        urn: parts.next().map(|urn| string(&urn.only())),
        span: node.span(),
    }
}

/// `enum Form { comune it "Comune" en "Municipality", … }`
pub(super) fn enum_item(node: &Node<'_>) -> EnumItem {
    let mut parts = node.parts();
    EnumItem {
        name: name(&parts.one()),
        variants: parts
            .map(|variant| {
                let mut parts = variant.parts();
                (name(&parts.one()), parts.next().map(|label| words(&label)))
            })
            .collect(),
        span: node.span(),
    }
}

/// `group Public of Form all except { fondazione }`
pub(super) fn group_item(node: &Node<'_>) -> GroupItem {
    let mut parts = node.parts();
    GroupItem {
        name: name(&parts.one()),
        of: name(&parts.one()),
        all_except: parts.maybe(Rule::all_except).is_some(),
        variants: name_set(&parts.one()),
        span: node.span(),
    }
}

/// `{ comune, regione }`
pub(super) fn name_set(node: &Node<'_>) -> Vec<Name> {
    node.parts().map(|part| name(&part)).collect()
}
