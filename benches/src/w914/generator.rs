//! Made-up proposals for the call in `tests/w914`, with its boundary cases planted: 80 %, 7 %,
//! shares of 99.99, sums off by a cent, means of 4.0.

use std::fmt::Write as _;

const KINDS: [(&str, u64); 12] = [
    ("regione", 3),
    ("comune", 14),
    ("comune_associato", 6),
    ("ente_pubblico", 8),
    ("asp", 6),
    ("fondazione", 9),
    ("impresa_sociale", 10),
    ("cooperativa_sociale", 12),
    ("ets", 14),
    ("impresa", 14),
    ("associazione", 2),
    ("persona_fisica", 1),
];
const PUBLIC: usize = 5;
const GROUPS: [&str; 8] = [
    "minori",
    "anziani",
    "disabili",
    "migranti",
    "donne",
    "neet",
    "famiglie",
    "senza_dimora",
];
const DOCUMENTS: [&str; 6] = [
    "istanza",
    "scheda_progetto",
    "piano_finanziario",
    "statuto",
    "dichiarazione_de_minimis",
    "curriculum",
];
const CRITERIA: [&str; 5] = [
    "quality",
    "impact",
    "feasibility",
    "partnership",
    "sustainability",
];

/// Numbers that look drawn: the same every time (SplitMix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most - least)
    }

    /// Yes in so many cases of a thousand.
    fn permille(&mut self, cases: u64) -> bool {
        self.below(1_000) < cases
    }

    fn kind(&mut self) -> usize {
        let mut left = self.below(KINDS.iter().map(|it| it.1).sum());
        for (place, (_, weight)) in KINDS.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    fn some<'a>(&mut self, from: &[&'a str], count: usize) -> Vec<&'a str> {
        let mut from = from.to_vec();
        (0..count)
            .map(|_| {
                let at = self.below(from.len() as u64);
                from.remove(at as usize)
            })
            .collect()
    }
}

fn cents(number: u64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

fn listed(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(",")
}

/// Writes so many proposals, one a line.
pub fn proposals(count: usize) -> String {
    let mut draw = Draw(914);
    let mut out = String::new();
    for number in 1..=count {
        line(&mut draw, number, &mut out);
    }
    out
}

fn line(draw: &mut Draw, number: usize, out: &mut String) {
    let kind = draw.kind();
    let runts = draw.permille(if (5..9).contains(&kind) || kind == 10 {
        930
    } else {
        50
    });
    let partners = 1 + draw.below(4) as usize;
    let mut shares = vec![10_000 / partners as u64; partners];
    for at in 1..partners {
        let moved = draw.below(shares[at] / 2);
        shares[at] -= moved;
        shares[0] += moved;
    }
    shares[0] += 10_000 - shares.iter().sum::<u64>();
    match draw.below(100) {
        0..3 => shares[0] -= 1,
        3 => shares[0] += 1 + draw.below(500),
        _ => {}
    }
    let partners = shares.iter().map(|share| {
        let own = draw.kind();
        let own = if kind == 9 && draw.permille(500) {
            9
        } else {
            own
        };
        let (name, public, share) = (KINDS[own].0, own < PUBLIC, cents(*share));
        format!(r#"{{"kind":"{name}","public":{public},"share":{share}}}"#)
    });
    let partners = partners.collect::<Vec<_>>().join(",");
    let mut staff = draw.between(3_000_000, 40_000_000);
    let indirect = match draw.below(100) {
        0..5 => {
            staff -= staff % 10_000;
            staff * 7 / 100
        }
        5..8 => staff * 7 / 100 + 1,
        8 => staff * draw.between(8, 12) / 100,
        _ => draw.below(staff * 7 / 100),
    };
    let equipment = draw.between(500_000, 30_000_000);
    let total = match draw.below(1_000) {
        0..15 => staff + equipment + indirect + 1,
        15..30 => staff + equipment + indirect - 1,
        30..35 => staff + equipment + indirect + draw.between(100, 100_000),
        _ => staff + equipment + indirect,
    };
    let requested = match draw.below(1_000) {
        0..60 => total * 80 / 100,
        60..80 => total * 80 / 100 + 1,
        80..100 => total * draw.between(80, 100) / 100,
        100..110 => 5_000_000,
        110..120 => 4_999_999,
        120..130 => 50_000_000,
        130..135 => 50_000_001,
        _ => total * draw.between(3_000, 8_000) / 10_000,
    };
    let received = match draw.below(4) {
        0 | 1 => 0,
        2 => draw.below(8_000_000),
        _ if (6..10).contains(&kind) && requested < 30_000_000 => {
            30_000_000 - requested + draw.below(2)
        }
        _ => draw.below(30_000_000),
    };
    let duration = if draw.permille(960) {
        draw.between(12, 25)
    } else {
        draw.between(6, 36)
    };
    let documents: Vec<&str> = DOCUMENTS
        .into_iter()
        .filter(|name| draw.permille(if *name == "curriculum" { 600 } else { 985 }))
        .collect();
    let lines: Vec<String> = (1..10).map(|it| format!("L{it}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let lines_count = 1 + draw.below(4) as usize;
    let lines = draw.some(&lines, lines_count);
    let groups_count = if draw.permille(30) {
        0
    } else {
        1 + draw.below(4) as usize
    };
    let groups = draw.some(&GROUPS, groups_count);
    let base = draw.between(45, 95);
    let marks = CRITERIA.map(|name| {
        let level = if draw.permille(20) {
            40
        } else {
            base + draw.below(31) - 15
        };
        let mark = |draw: &mut Draw| (level + draw.below(21)).saturating_sub(10).min(100);
        let mut marks = [mark(draw), mark(draw), mark(draw)];
        if draw.permille(30) {
            let (a, b) = (draw.between(30, 50), draw.between(30, 50));
            marks = [a, b, 120 - draw.below(2) - a - b];
        }
        let marks = marks.map(|it| format!("{}.{}", it / 10, it % 10));
        format!("\"{name}\":[{}]", marks.join(","))
    });
    let sent = match draw.below(1_000) {
        0..10 => format!("2026-01-31T23:59:{:02}Z", draw.below(60)),
        10..15 => "2026-02-01T00:00:00Z".to_owned(),
        15..20 => "2026-04-30T12:00:00Z".to_owned(),
        20..30 => format!("2026-04-30T12:00:{:02}Z", draw.between(1, 60)),
        _ => format!(
            "2026-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            draw.between(2, 5),
            draw.between(1, 29),
            draw.below(24),
            draw.below(60),
            draw.below(60)
        ),
    };
    let _ = writeln!(
        out,
        r#"{{"id":"P{number:07}","applicant":{{"kind":"{}","runts_registered":{runts},"years_active":{}}},"partners":[{partners}],"territory":"T{:02}","intervention_lines":[{}],"target_groups":[{}],"cost":{{"total":{},"requested":{},"staff":{},"equipment":{},"indirect":{}}},"duration_months":{duration},"documents":[{}],"marks":{{{}}},"climate":{},"de_minimis_received":{},"submitted_at":"{sent}"}}"#,
        KINDS[kind].0,
        draw.below(41),
        1 + draw.below(45),
        listed(&lines),
        listed(&groups),
        cents(total),
        cents(requested),
        cents(staff),
        cents(equipment),
        cents(indirect),
        listed(&documents),
        marks.join(","),
        draw.permille(350),
        cents(received),
    );
}
