//! Where lines break, how far they are indented, where spaces stand.

use std::ops::Range;

use super::grammar::Rule;

/// One step through the leaves of a file.
#[derive(Clone, Copy)]
pub(super) enum Event {
    /// A piece with parts begins.
    Starts(Rule),
    /// The piece begun last ends.
    Ends,
    /// A word, number, text or mark.
    Leaf {
        /// What it is.
        rule: Rule,
        /// Its first byte.
        start: usize,
        /// The byte after its last one.
        end: usize,
        /// How it is written, if not as it stands in the text.
        words: Option<&'static str>,
    },
}

/// How the lines of a piece after its first are indented.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hang {
    /// One level more.
    Always,
    /// One level more where the piece itself begins a line.
    FromLineStart,
    /// Like what it stands in.
    Never,
}

/// A piece begun and not yet ended.
struct OpenPiece {
    /// How many brackets were open where it began.
    brackets: usize,
    hang: Hang,
    /// Whether none of its leaves is written yet.
    fresh: bool,
}

/// Writes leaf after leaf.
pub(super) struct Writer<'a> {
    text: &'a str,
    out: String,
    /// The byte after the last leaf.
    at: usize,
    last: Option<Rule>,
    /// The indentation of the line that is being written.
    indent: usize,
    /// For each open bracket, the indentation of the line it stands on.
    brackets: Vec<usize>,
    pieces: Vec<OpenPiece>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            out: String::with_capacity(text.len()),
            at: 0,
            last: None,
            indent: 0,
            brackets: Vec::new(),
            pieces: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::Starts(rule) => self.pieces.push(OpenPiece {
                brackets: self.brackets.len(),
                hang: hang(rule),
                fresh: true,
            }),
            Event::Ends => {
                self.pieces.pop();
            }
            Event::Leaf {
                rule,
                start,
                end,
                words,
            } => {
                let written = self.text.get(start..end).unwrap_or_default();
                self.leaf(rule, start..end, words.unwrap_or(written));
            }
        }
    }

    /// Writes what stands behind the last leaf, and returns the whole.
    pub(super) fn finish(mut self) -> String {
        self.gap(self.text.len(), None);
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
    }

    fn leaf(&mut self, rule: Rule, bytes: Range<usize>, written: &str) {
        let breaks = self.gap(bytes.start, Some(rule));
        if !breaks && self.last.is_some_and(|last| spaced(last, rule)) {
            self.out.push(' ');
        }
        self.out.push_str(written);
        for piece in self.pieces.iter_mut().filter(|piece| piece.fresh) {
            piece.fresh = false;
            if piece.hang == Hang::FromLineStart {
                piece.hang = if breaks { Hang::Always } else { Hang::Never };
            }
        }
        if opens(rule) {
            self.brackets.push(self.indent);
        } else if closes(rule) {
            self.brackets.pop();
        }
        self.last = Some(rule);
        self.at = bytes.end;
    }

    /// Writes the comments and line breaks up to byte `end`, before the leaf `next`; tells
    /// whether that leaf begins a line.
    fn gap(&mut self, end: usize, next: Option<Rule>) -> bool {
        let text = self.text.get(self.at..end).unwrap_or_default();
        let text = text
            .strip_prefix(super::characters::BYTE_ORDER_MARK)
            .unwrap_or(text);
        let mut lines = text.split('\n').map(str::trim);
        let trailing = lines.next().unwrap_or_default();
        if !trailing.is_empty() {
            if self.last.is_some() {
                self.out.push(' ');
            }
            self.out.push_str(trailing);
        }
        let lines: Vec<&str> = lines.collect();
        let Some((_, own)) = lines.split_last() else {
            return self.last.is_none() && trailing.is_empty();
        };
        // At the end of the file even a line without an end is one of its own.
        let own = if next.is_none() { &lines } else { own };
        let mut skipped = false;
        let mut after_bracket = trailing.is_empty() && self.last.is_some_and(opens);
        for line in own {
            if line.is_empty() {
                skipped = !after_bracket;
            } else {
                self.new_line(skipped, self.comment_indent(next));
                self.out.push_str(line);
                skipped = false;
                after_bracket = false;
            }
        }
        if let Some(next) = next {
            self.new_line(skipped && !closes(next), self.leaf_indent(next));
        }
        true
    }

    fn new_line(&mut self, skip: bool, indent: usize) {
        if !self.out.is_empty() {
            self.out.push_str(if skip { "\n\n" } else { "\n" });
        }
        self.out.push_str(&"  ".repeat(indent));
        self.indent = indent;
    }

    fn leaf_indent(&self, next: Rule) -> usize {
        let inside = self.brackets.last().copied();
        if closes(next) {
            return inside.unwrap_or_default();
        }
        let hanging = self
            .pieces
            .iter()
            .rev()
            .take_while(|piece| piece.brackets == self.brackets.len());
        let hanging = hanging.filter(|piece| !piece.fresh && piece.hang == Hang::Always);
        inside
            .map_or(0, |indent| indent.saturating_add(1))
            .saturating_add(hanging.count())
    }

    fn comment_indent(&self, next: Option<Rule>) -> usize {
        match next {
            Some(next) if closes(next) => self.leaf_indent(next).saturating_add(1),
            Some(next) => self.leaf_indent(next),
            None => 0,
        }
    }
}

fn opens(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::brace_open | Rule::bracket_open | Rule::paren_open
    )
}

fn closes(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::brace_close | Rule::bracket_close | Rule::paren_close
    )
}

fn spaced(last: Rule, next: Rule) -> bool {
    let tight_after = matches!(last, Rule::paren_open | Rule::negative);
    let tight_before = matches!(next, Rule::paren_close | Rule::comma | Rule::limit_colon);
    let empty = opens(last) && closes(next);
    !(tight_after || tight_before || empty)
}

fn hang(rule: Rule) -> Hang {
    match rule {
        // Items of a file, lines of a block, entries of a list.
        Rule::call_block
        | Rule::authority
        | Rule::enum_item
        | Rule::group_item
        | Rule::table_block
        | Rule::derived_table
        | Rule::proposals_block
        | Rule::facts_block
        | Rule::definition
        | Rule::requirement_block
        | Rule::scale_block
        | Rule::scale_points
        | Rule::coefficient
        | Rule::grid_block
        | Rule::max
        | Rule::threshold
        | Rule::minimum
        | Rule::score_rounded
        | Rule::every_proposal
        | Rule::criterion
        | Rule::premium
        | Rule::marking
        | Rule::marked
        | Rule::marking_scale
        | Rule::panel
        | Rule::points
        | Rule::weight_block
        | Rule::ranking_block
        | Rule::envelope_block
        | Rule::test_block
        | Rule::title
        | Rule::action
        | Rule::opens
        | Rule::closes
        | Rule::zone
        | Rule::missing
        | Rule::variant
        | Rule::column
        | Rule::derived_column
        | Rule::correction
        | Rule::encoding
        | Rule::separator
        | Rule::numbers_like
        | Rule::dates_like
        | Rule::id_from
        | Rule::sheet
        | Rule::ignore
        | Rule::compare
        | Rule::publish
        | Rule::fact_entry
        | Rule::phase
        | Rule::version
        | Rule::in_force
        | Rule::applies_when
        | Rule::require
        | Rule::else_words
        | Rule::remedy
        | Rule::reservation
        | Rule::exception
        | Rule::value_exception
        | Rule::not_required
        | Rule::unless
        | Rule::index
        | Rule::indicator
        | Rule::share_term
        | Rule::apportion
        | Rule::group_by
        | Rule::order_by
        | Rule::award
        | Rule::split_over
        | Rule::split_part
        | Rule::limit
        | Rule::cap
        | Rule::reserve
        | Rule::pools
        | Rule::pool
        | Rule::leftovers
        | Rule::more_money
        | Rule::from_programme
        | Rule::given
        | Rule::marks
        | Rule::mark
        | Rule::stage
        | Rule::expect
        | Rule::assignment
        | Rule::knot
        | Rule::case
        | Rule::last_case
        | Rule::table_header
        | Rule::table_row => Hang::Always,
        // What follows on an item, often on a line of its own.
        Rule::with_words
        | Rule::when
        | Rule::ask
        | Rule::cite
        | Rule::as_of
        | Rule::table_as_of => Hang::FromLineStart,
        _ => hang_in_guidance(rule),
    }
}

/// What [`hang`] says of the blocks and lines that tell applicants whom to ask and what to prepare.
fn hang_in_guidance(rule: Rule) -> Hang {
    match rule {
        Rule::contact_block
        | Rule::email
        | Rule::telephone
        | Rule::page
        | Rule::hours
        | Rule::document_block
        | Rule::comes_from => Hang::Always,
        _ => hang_in_programme(rule),
    }
}

/// What [`hang`] says of the blocks and lines of a programme.
fn hang_in_programme(rule: Rule) -> Hang {
    match rule {
        Rule::programme_block
        | Rule::fund_item
        | Rule::body_item
        | Rule::objective_item
        | Rule::action_item
        | Rule::line_block
        | Rule::line_objective
        | Rule::line_action
        | Rule::line_body
        | Rule::line_fund
        | Rule::total
        | Rule::line_shares
        | Rule::act_block
        | Rule::act_number
        | Rule::act_date
        | Rule::add
        | Rule::take_away
        | Rule::moved => Hang::Always,
        _ => Hang::Never,
    }
}
