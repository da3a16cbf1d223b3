//! The call of `tests/w914` written by hand, as one would who has only this call: the reference for
//! what the engine costs. Once over exact decimals and once over whole cents, row by row and in
//! columns.

use std::str::FromStr as _;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Regione,
    Comune,
    ComuneAssociato,
    EntePubblico,
    Asp,
    Fondazione,
    ImpresaSociale,
    CooperativaSociale,
    Ets,
    Impresa,
    Associazione,
    PersonaFisica,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
pub enum Line {
    L1,
    L2,
    L3,
    L4,
    L5,
    L6,
    L7,
    L8,
    L9,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Minori,
    Anziani,
    Disabili,
    Migranti,
    Donne,
    Neet,
    Famiglie,
    SenzaDimora,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    Istanza,
    SchedaProgetto,
    PianoFinanziario,
    Statuto,
    DichiarazioneDeMinimis,
    Curriculum,
}

const APPLICANTS: u16 = 0x3ff;
const THIRD_SECTOR: u16 = 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 10;
const UNDERTAKINGS: u16 = 1 << 6 | 1 << 7 | 1 << 9;
const FIRST_FIVE: u16 = 0x1f;
const WEIGHTS: [i64; 5] = [30, 25, 20, 15, 10];

/// From the first of February 2026 to noon of the last of April, in seconds from 1970.
const WINDOW: (i64, i64) = (1_769_904_000, 1_777_550_400);

/// A number read digit for digit.
#[derive(Clone, Copy)]
pub struct Exact(Decimal);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw: &RawValue = Deserialize::deserialize(from)?;
        Decimal::from_str(raw.get())
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// A number read as a float, and made whole hundredths.
#[derive(Clone, Copy)]
pub struct Hundredths(i64);

impl<'de> Deserialize<'de> for Hundredths {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number: f64 = Deserialize::deserialize(from)?;
        Ok(Self((number * 100.0).round() as i64))
    }
}

#[derive(Deserialize)]
pub struct Applicant {
    kind: Kind,
    runts_registered: bool,
}

#[derive(Deserialize)]
pub struct Partner<N> {
    kind: Kind,
    public: bool,
    share: N,
}

#[derive(Deserialize)]
pub struct Cost<N> {
    total: N,
    requested: N,
    staff: N,
    equipment: N,
    indirect: N,
}

#[derive(Deserialize)]
pub struct Marks<N> {
    quality: [N; 3],
    impact: [N; 3],
    feasibility: [N; 3],
    partnership: [N; 3],
    sustainability: [N; 3],
}

/// A proposal as serde makes it, with numbers of one kind or the other.
#[derive(Deserialize)]
pub struct Proposal<N> {
    applicant: Applicant,
    partners: Vec<Partner<N>>,
    intervention_lines: Vec<Line>,
    target_groups: Vec<Group>,
    cost: Cost<N>,
    duration_months: u32,
    documents: Vec<Document>,
    marks: Marks<N>,
    climate: bool,
    de_minimis_received: N,
    #[serde(deserialize_with = "instant")]
    submitted_at: i64,
}

fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let text: &str = Deserialize::deserialize(from)?;
    let number = |from: usize, to: usize| {
        text.as_bytes()[from..to]
            .iter()
            .fold(0, |number, it| number * 10 + i64::from(it - b'0'))
    };
    let (mut year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    if month <= 2 {
        year -= 1;
    }
    let of_era = year % 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days = year / 400 * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Ok(days * 86_400 + number(11, 13) * 3_600 + number(14, 16) * 60 + number(17, 19))
}

/// What came of a proposal: a bit for each reason, the score in cents of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub reasons: u32,
    pub score: i64,
}

/// One rule with the two numbers it compared.
pub struct Traced {
    pub rule: u8,
    pub holds: bool,
    pub numbers: (Decimal, Decimal),
}

/// The limits of the call as decimals.
pub struct Limits {
    requested: (Decimal, Decimal),
    share: Decimal,
    indirect: Decimal,
    hundred: Decimal,
    aid: Decimal,
    weights: [Decimal; 5],
    mark: Decimal,
    whole: Decimal,
    thirty: Decimal,
}

impl Limits {
    pub fn new() -> Self {
        let number = |text| Decimal::from_str(text).unwrap();
        Self {
            requested: (number("50000"), number("500000")),
            share: number("0.80"),
            indirect: number("0.07"),
            hundred: number("100"),
            aid: number("300000"),
            weights: WEIGHTS.map(Decimal::from),
            mark: number("12"),
            whole: number("60"),
            thirty: number("30"),
        }
    }
}

/// Judges a proposal over decimals; with a trace, keeps what each rule compared.
pub fn by_decimals(
    it: &Proposal<Exact>,
    limits: &Limits,
    mut trace: Option<&mut Vec<Traced>>,
) -> Outcome {
    let zero = Decimal::ZERO;
    let mut reasons = 0;
    let mut rule = |place: u8, holds: bool, left: Decimal, right: Decimal| {
        reasons |= u32::from(!holds) << place;
        if let Some(trace) = &mut trace {
            trace.push(Traced {
                rule: place,
                holds,
                numbers: (left, right),
            });
        }
    };
    let kind = 1_u16 << it.applicant.kind as u8;
    let cost = &it.cost;
    let requested = cost.requested.0;
    rule(0, kind & APPLICANTS != 0, zero, zero);
    rule(
        1,
        kind & THIRD_SECTOR == 0 || it.applicant.runts_registered,
        zero,
        zero,
    );
    rule(
        2,
        it.intervention_lines.iter().any(|line| (*line as u8) < 5),
        zero,
        zero,
    );
    rule(3, !it.target_groups.is_empty(), zero, zero);
    rule(
        4,
        requested >= limits.requested.0 && requested <= limits.requested.1,
        requested,
        limits.requested.1,
    );
    let most = cost.total.0 * limits.share;
    rule(5, requested <= most, requested, most);
    let sum = cost.staff.0 + cost.equipment.0 + cost.indirect.0;
    rule(6, sum == cost.total.0, sum, cost.total.0);
    let most = cost.staff.0 * limits.indirect;
    rule(7, cost.indirect.0 <= most, cost.indirect.0, most);
    rule(8, (12..=24).contains(&it.duration_months), zero, zero);
    let network =
        it.applicant.kind == Kind::Impresa && it.partners.iter().any(|it| it.kind == Kind::Impresa);
    rule(
        9,
        !network || it.partners.iter().any(|it| it.public),
        zero,
        zero,
    );
    let shares = it.partners.iter().map(|it| it.share.0).sum();
    rule(10, shares == limits.hundred, shares, limits.hundred);
    let documents = it
        .documents
        .iter()
        .fold(0_u16, |all, it| all | 1 << *it as u8);
    rule(11, documents & FIRST_FIVE == FIRST_FIVE, zero, zero);
    let aid = it.de_minimis_received.0 + requested;
    rule(
        12,
        kind & UNDERTAKINGS == 0 || aid <= limits.aid,
        aid,
        limits.aid,
    );
    rule(
        13,
        (WINDOW.0..=WINDOW.1).contains(&it.submitted_at),
        zero,
        zero,
    );
    let marks = &it.marks;
    let marks = [
        &marks.quality,
        &marks.impact,
        &marks.feasibility,
        &marks.partnership,
        &marks.sustainability,
    ];
    let mut total = zero;
    for (place, marks) in marks.into_iter().enumerate() {
        let sum = marks[0].0 + marks[1].0 + marks[2].0;
        rule(14 + place as u8, sum >= limits.mark, sum, limits.mark);
        total += sum * limits.weights[place];
    }
    total /= limits.thirty;
    rule(19, total >= limits.whole, total, limits.whole);
    let premium = 5 * i64::from(it.climate) + 3 * i64::from(it.partners.len() >= 3);
    let score = (total + Decimal::from(premium))
        .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let score = (score * limits.hundred).mantissa() / 10_i128.pow((score * limits.hundred).scale());
    Outcome {
        reasons,
        score: score as i64,
    }
}

/// A proposal in whole numbers: sets of bits, cents, sums of tenths.
#[derive(Clone, Copy)]
pub struct Whole {
    kind: u16,
    runts: bool,
    lines: u16,
    groups: u16,
    documents: u16,
    months: u32,
    partners: u8,
    shares: i64,
    public: bool,
    firms: bool,
    total: i64,
    requested: i64,
    staff: i64,
    equipment: i64,
    indirect: i64,
    aid: i64,
    sent: i64,
    marks: [i64; 5],
    climate: bool,
}

impl From<&Proposal<Hundredths>> for Whole {
    fn from(it: &Proposal<Hundredths>) -> Self {
        let marks = &it.marks;
        let marks = [
            &marks.quality,
            &marks.impact,
            &marks.feasibility,
            &marks.partnership,
            &marks.sustainability,
        ];
        Self {
            kind: 1 << it.applicant.kind as u8,
            runts: it.applicant.runts_registered,
            lines: it
                .intervention_lines
                .iter()
                .fold(0, |all, it| all | 1 << *it as u8),
            groups: it
                .target_groups
                .iter()
                .fold(0, |all, it| all | 1 << *it as u8),
            documents: it.documents.iter().fold(0, |all, it| all | 1 << *it as u8),
            months: it.duration_months,
            partners: it.partners.len() as u8,
            shares: it.partners.iter().map(|it| it.share.0).sum(),
            public: it.partners.iter().any(|it| it.public),
            firms: it.partners.iter().any(|it| it.kind == Kind::Impresa),
            total: it.cost.total.0,
            requested: it.cost.requested.0,
            staff: it.cost.staff.0,
            equipment: it.cost.equipment.0,
            indirect: it.cost.indirect.0,
            aid: it.de_minimis_received.0,
            sent: it.submitted_at,
            marks: marks.map(|marks| marks.iter().map(|it| it.0 / 10).sum()),
            climate: it.climate,
        }
    }
}

fn score(weighted: i64, climate: bool, partners: u8) -> i64 {
    (2 * weighted + 3) / 6 + 500 * i64::from(climate) + 300 * i64::from(partners >= 3)
}

/// Judges a proposal over whole numbers.
pub fn by_cents(it: &Whole) -> Outcome {
    let mut reasons = 0;
    let mut fails = |place: u32, fails: bool| reasons |= u32::from(fails) << place;
    fails(0, it.kind & APPLICANTS == 0);
    fails(1, it.kind & THIRD_SECTOR != 0 && !it.runts);
    fails(2, it.lines & FIRST_FIVE == 0);
    fails(3, it.groups == 0);
    fails(4, it.requested < 5_000_000 || it.requested > 50_000_000);
    fails(5, it.requested * 100 > it.total * 80);
    fails(6, it.staff + it.equipment + it.indirect != it.total);
    fails(7, it.indirect * 100 > it.staff * 7);
    fails(8, it.months < 12 || it.months > 24);
    fails(9, it.kind == 1 << 9 && it.firms && !it.public);
    fails(10, it.shares != 10_000);
    fails(11, it.documents & FIRST_FIVE != FIRST_FIVE);
    fails(
        12,
        it.kind & UNDERTAKINGS != 0 && it.aid + it.requested > 30_000_000,
    );
    fails(13, it.sent < WINDOW.0 || it.sent > WINDOW.1);
    let mut weighted = 0;
    for (place, (mark, weight)) in it.marks.iter().zip(WEIGHTS).enumerate() {
        fails(14 + place as u32, *mark < 120);
        weighted += mark * weight;
    }
    fails(19, weighted < 18_000);
    Outcome {
        reasons,
        score: score(weighted, it.climate, it.partners),
    }
}

/// Proposals in columns.
#[derive(Default)]
pub struct Columns {
    kind: Vec<u16>,
    runts: Vec<u8>,
    lines: Vec<u16>,
    groups: Vec<u16>,
    documents: Vec<u16>,
    months: Vec<u16>,
    partners: Vec<u8>,
    shares: Vec<i32>,
    public: Vec<u8>,
    firms: Vec<u8>,
    total: Vec<i64>,
    requested: Vec<i64>,
    staff: Vec<i64>,
    equipment: Vec<i64>,
    indirect: Vec<i64>,
    aid: Vec<i64>,
    sent: Vec<i64>,
    marks: [Vec<i32>; 5],
    climate: Vec<u8>,
}

impl Columns {
    pub fn push(&mut self, it: &Whole) {
        self.kind.push(it.kind);
        self.runts.push(u8::from(it.runts));
        self.lines.push(it.lines);
        self.groups.push(it.groups);
        self.documents.push(it.documents);
        self.months.push(it.months as u16);
        self.partners.push(it.partners);
        self.shares.push(it.shares as i32);
        self.public.push(u8::from(it.public));
        self.firms.push(u8::from(it.firms));
        self.total.push(it.total);
        self.requested.push(it.requested);
        self.staff.push(it.staff);
        self.equipment.push(it.equipment);
        self.indirect.push(it.indirect);
        self.aid.push(it.aid);
        self.sent.push(it.sent);
        for (column, mark) in self.marks.iter_mut().zip(it.marks) {
            column.push(mark as i32);
        }
        self.climate.push(u8::from(it.climate));
    }

    /// Judges all proposals, some thousand at a time, rule by rule.
    pub fn judge(&self, reasons: &mut [u32], scores: &mut [i32]) {
        let mut start = 0;
        while start < self.kind.len() {
            let end = (start + 2_048).min(self.kind.len());
            let chunk = start..end;
            let reasons = &mut reasons[chunk.clone()];
            let scores = &mut scores[chunk.clone()];
            reasons.fill(0);
            scores.fill(0);
            macro_rules! fails {
                ($place:expr, [$($name:ident : $column:expr),*], $fails:expr) => {{
                    let rows = reasons.len();
                    $(let $name = &$column[chunk.clone()][..rows];)*
                    for row in 0..rows {
                        $(let $name = $name[row];)*
                        reasons[row] |= u32::from($fails) << $place;
                    }
                }};
            }
            fails!(0, [kind: self.kind], kind & APPLICANTS == 0);
            fails!(1, [kind: self.kind, runts: self.runts], (kind & THIRD_SECTOR != 0) & (runts == 0));
            fails!(2, [lines: self.lines], lines & FIRST_FIVE == 0);
            fails!(3, [groups: self.groups], groups == 0);
            fails!(4, [asked: self.requested], (asked < 5_000_000) | (asked > 50_000_000));
            fails!(5, [asked: self.requested, total: self.total], asked * 100 > total * 80);
            fails!(6, [a: self.staff, b: self.equipment, c: self.indirect, total: self.total], a + b + c != total);
            fails!(7, [indirect: self.indirect, staff: self.staff], indirect * 100 > staff * 7);
            fails!(8, [months: self.months], (months < 12) | (months > 24));
            fails!(9, [kind: self.kind, firms: self.firms, public: self.public], (kind == 1 << 9) & (firms != 0) & (public == 0));
            fails!(10, [shares: self.shares], shares != 10_000);
            fails!(11, [documents: self.documents], documents & FIRST_FIVE != FIRST_FIVE);
            fails!(12, [kind: self.kind, aid: self.aid, asked: self.requested], (kind & UNDERTAKINGS != 0) & (aid + asked > 30_000_000));
            fails!(13, [sent: self.sent], (sent < WINDOW.0) | (sent > WINDOW.1));
            for (place, weight) in WEIGHTS.into_iter().enumerate() {
                fails!(14 + place, [mark: self.marks[place]], mark < 120);
                let marks = &self.marks[place][chunk.clone()];
                for (score, mark) in scores.iter_mut().zip(marks) {
                    *score += mark * weight as i32;
                }
            }
            let premiums = self.climate[chunk.clone()]
                .iter()
                .zip(&self.partners[chunk.clone()]);
            let rows = scores.iter_mut().zip(reasons.iter_mut()).zip(premiums);
            for ((sum, reasons), (climate, partners)) in rows {
                *reasons |= u32::from(*sum < 18_000) << 19;
                *sum = (2 * *sum + 3) / 6
                    + 500 * i32::from(*climate)
                    + 300 * i32::from(*partners >= 3);
            }
            start = end;
        }
    }
}
