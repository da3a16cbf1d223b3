//! The report of an outcome: one page that opens from disk, prints on A4, and asks nothing of any
//! network.

mod basis;
mod chart;
mod drawing;
mod html;
mod money;
mod parts;
mod policy;
mod pools;
mod splits;
mod tables;
mod territories;

use super::funding::funding;
use super::lists::{Kind, Line, Maker, Reached, Table, tables as lists_of};
use super::publication::Publication;
use super::summary::{Figure, figure_text, summary_lines};
use super::words::capital;
use crate::call::show;
use crate::engine::money_text;
use crate::selection::Selection;
use crate::text::Language;
use crate::value::Value;

use chart::Chart;
pub(super) use html::Html;
use parts::Part;
pub(super) use policy::policy;
use tables::Cut;

/// How the page looks, on screen and on paper.
pub(super) const STYLE: &str = include_str!("style.css");

/// Returns the report of an outcome as HTML: self-contained, without scripts, for screen and A4.
///
/// Natural persons are not named. The same outcome gives the same bytes.
///
/// ```
/// use bando::call::Call;
/// use bando::engine::Outcome;
/// use bando::report::{Publication, report_html};
/// use bando::source::Sources;
/// use bando::text::Language;
/// let (call, sources) = (Call::empty(jiff::tz::TimeZone::UTC), Sources::default());
/// let outcome = Outcome::default();
/// let publication = Publication {
///     call: &call, sources: &sources, outcome: &outcome, inputs: &[],
///     language: Language::Italian,
/// };
/// assert!(report_html(&publication).starts_with("<!doctype html>\n<html lang=\"it\">"));
/// ```
pub fn report_html(publication: &Publication<'_>) -> String {
    let maker = Maker::new(publication.call, publication.outcome, publication.language);
    let tables = lists_of(&maker);
    let page = Page {
        publication,
        maker: &maker,
        tables: &tables,
    };
    let parts = page.parts();
    let mut html = Html::default();
    page.head(&mut html);
    page.header(&mut html, &parts);
    html.markup("<main>\n");
    for part in parts {
        let id = part.id();
        html.markup("<section id=\"").markup(id);
        html.within("\">\n<h2>", part.title(publication.language), "</h2>\n");
        part.write(&page, &mut html);
        html.markup("</section>\n");
    }
    html.markup("</main>\n<footer>\n");
    html.within("<p>", &publication.made_by(), "</p>\n");
    html.markup("</footer>\n</body>\n</html>\n");
    html.finish()
}

/// What the page is made of.
struct Page<'p, 'a> {
    publication: &'p Publication<'a>,
    maker: &'p Maker<'a>,
    tables: &'p [Table],
}

impl Page<'_, '_> {
    fn word<'w>(&self, it: &'w str, en: &'w str) -> &'w str {
        self.publication.word(it, en)
    }

    fn table(&self, kind: Kind) -> Option<&Table> {
        self.tables.iter().find(|table| table.kind == kind)
    }

    fn has_rows(&self, kind: Kind) -> bool {
        self.table(kind).is_some_and(|table| !table.rows.is_empty())
    }

    /// Returns the parts that this outcome has.
    fn parts(&self) -> Vec<Part> {
        Part::ALL.into_iter().filter(|it| it.is_in(self)).collect()
    }

    fn head(&self, html: &mut Html) {
        html.markup(match self.publication.language {
            Language::Italian => "<!doctype html>\n<html lang=\"it\">\n",
            Language::English => "<!doctype html>\n<html lang=\"en\">\n",
        });
        html.markup("<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"");
        html.policy(&policy(STYLE));
        html.markup("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        let title = self.publication.call.title.get(self.publication.language);
        let kind = self.word("graduatoria", "ranking");
        html.within("<title>", &format!("{title}: {kind}"), "</title>\n<style>");
        html.markup(STYLE).markup("</style>\n</head>\n<body>\n");
    }

    /// Adds title, notices and the list of parts.
    fn header(&self, html: &mut Html, parts: &[Part]) {
        let (call, language) = (self.publication.call, self.publication.language);
        html.within("<header>\n<h1>", call.title.get(language), "</h1>\n");
        let mut facts = vec![call.name.clone()];
        facts.extend(call.actions.iter().cloned());
        for (it, en, instant) in [
            ("aperto il", "opened", call.opens),
            ("chiuso il", "closed", call.closes),
        ] {
            if let Some(instant) = instant {
                let instant = Value::Instant(instant);
                let shown = show(&instant, crate::call::Type::Instant, call.names(), language);
                facts.push(format!("{} {shown}", self.word(it, en)));
            }
        }
        html.within("<p class=\"lead\">", &facts.join(" · "), "</p>\n");
        let provisional: Vec<&str> = self.publication.provisional().collect();
        if !provisional.is_empty() {
            html.within(
                "<div class=\"notice\"><p><strong>",
                self.word("Esito provvisorio.", "Provisional outcome."),
                "</strong> ",
            );
            html.text(self.word("Può ancora cambiare: ", "It may still change: "));
            html.text(&provisional.join("; ")).markup(".</p></div>\n");
        }
        if let Some(notice) = self.publication.kept_notice() {
            html.within("<div class=\"notice\"><p>", &notice, ".</p></div>\n");
        }
        if self.maker.persons.any() {
            html.within(
                "<p class=\"note\">",
                self.publication.persons_notice(),
                "</p>\n",
            );
        }
        html.within(
            "<nav aria-label=\"",
            self.word("Parti del rapporto", "Parts of the report"),
            "\">\n<ol>\n",
        );
        for part in parts {
            html.markup("<li><a href=\"#").markup(part.id()).within(
                "\">",
                part.title(language),
                "</a></li>\n",
            );
        }
        html.markup("</ol>\n</nav>\n</header>\n");
    }

    fn glance(&self, html: &mut Html) {
        let publication = self.publication;
        let caption = self.word("Proposte e risorse", "Proposals and money");
        html.within(
            "<div class=\"pair\">\n<table class=\"narrow glance\">\n<caption>",
            caption,
            "</caption>\n<tbody>\n",
        );
        for line in summary_lines(publication.call, publication.outcome, publication.language) {
            html.markup(if line.is_part {
                "<tr class=\"part\">"
            } else {
                "<tr>"
            });
            html.within("<th scope=\"row\">", &capital(line.label), "</th>");
            let figure: Figure = line.figure;
            let figure = figure_text(publication.call, figure, publication.language);
            html.within("<td class=\"number\">", &figure, "</td></tr>\n");
        }
        html.markup("</tbody>\n</table>\n");
        for sentence in funding(publication.call, publication.outcome, publication.language) {
            html.within("<p>", &sentence, "</p>\n");
        }
        if let Some(selection) = &publication.outcome.selection {
            money::draw(html, publication, selection);
        }
        html.markup("</div>\n");
    }

    fn ranking(&self, html: &mut Html) {
        let Some((table, selection)) = self
            .table(Kind::Ranking)
            .zip(self.publication.outcome.selection.as_ref())
        else {
            return;
        };
        if let Some(chart) = Chart::of(self.publication, selection) {
            chart.draw(html, self.publication);
        }
        let cut = self.cut(selection);
        self.titled(html, table, cut.as_ref());
    }

    /// Returns the line at which the money ended, where those above it are the ones it reached.
    fn cut(&self, selection: &Selection) -> Option<Cut> {
        self.publication.outcome.envelope?;
        let reached = Reached::of(&selection.units)?;
        if !reached.others_wait {
            return None;
        }
        let units = selection.units.iter().take(reached.behind);
        let rows = units.map(|unit| unit.members.len());
        let behind = rows.fold(0_usize, usize::saturating_add);
        let left = selection.left?;
        let left = money_text(self.publication.call, left, self.publication.language);
        let it = format!("Fin qui arrivano le risorse: restano {left}");
        let en = format!("The money ends here: {left} are left");
        let words = self.word(&it, &en).to_owned();
        Some(Cut { behind, words })
    }

    fn waiting(&self, html: &mut Html) {
        let Some((table, selection)) = self
            .table(Kind::Waiting)
            .zip(self.publication.outcome.selection.as_ref())
        else {
            return;
        };
        if !table.rows.is_empty() {
            html.within("<p>", &self.legend(table), "</p>\n");
            html.within("<p>", if Line::of(self.publication.call, selection).comes_down() {
                self.word(
                    "«Risorse per arrivare fin qui» è quanto si dovrebbe aggiungere alla dotazione perché lo scorrimento arrivi a quella proposta e le dia tutto il contributo: vengono prima i contributi parziali, poi chi sta davanti.",
                    "“Money to come down here” is what would have to be added to the envelope for a slide to come down to that proposal and give it the whole award: partial awards come first, then those in front.",
                )
            } else {
                self.word(
                    "Quante risorse in più servirebbero per arrivare a una proposta qui non si dice: con quote, massimali, riserve o dove si passa oltre, le nuove risorse possono andare prima ad altri.",
                    "How much more money would come down to a proposal is not said here: with pools, caps, reserves, or where the walk passes over, more money may go to others first.",
                )
            }, "</p>\n");
        }
        self.titled(html, table, None);
    }

    /// Says how the list of those without money is read, as far as it says it.
    fn legend(&self, table: &Table) -> String {
        let mut sentences = vec![self.word(
            "Sotto ogni proposta sta il motivo per cui non è finanziata.",
            "Below each proposal stands why it is not funded.",
        )];
        let heading = self.maker.short_column().heading;
        let short = table.on_page().find(|(_, it)| it.heading == heading);
        if let Some((place, _)) = short {
            let mut cells = table.rows.iter().filter_map(|row| row.get(place));
            sentences.push(self.word(
                "«Importo mancante» è quanto mancava quando è venuto il suo turno, o quando la graduatoria si è fermata, con ciò che completa i contributi parziali che vengono prima.",
                "“Short by” is what was lacking when its turn came, or when the ranking stopped, with what completes the partial awards that come first.",
            ));
            if cells.any(|cell| cell.as_plain().is_empty()) {
                sentences.push(self.word(
                    "Se è vuoto non era il denaro a mancare: vale il motivo.",
                    "Where it is empty it was not money that was lacking: the reason says what it was.",
                ));
            }
            sentences.push(self.word(
                "Non conta chi attende davanti: aggiungere solo quell'importo non basta, se altri vengono prima.",
                "It does not count those that wait in front: to add that amount alone is not enough where others come first.",
            ));
        }
        sentences.join(" ")
    }

    fn pools(&self, html: &mut Html) {
        if let Some(selection) = &self.publication.outcome.selection {
            pools::draw(html, self.publication, selection);
        }
        self.list(html, Kind::Pools);
        territories::draw(html, self.publication);
    }

    fn reserves(&self, html: &mut Html) {
        html.within("<p>", self.word(
            "«Contributi contati» sono quelli che valgono per la riserva, e possono superarla; «liberati per tutti» è ciò che la riserva non ha usato e che è andato alla graduatoria; «ancora tenuti» è ciò che le manca, e che non va ad altri.",
            "“Counted” are the awards that count in the reserve, which may be more than it; “released to all” is what the reserve did not use and the ranking was given; “still held” is what it lacks, and nobody else is given.",
        ), "</p>\n");
        self.list(html, Kind::Reserves);
    }

    fn open(&self, html: &mut Html) {
        for kind in [Kind::ToBeCompleted, Kind::NotScored] {
            if self.has_rows(kind) {
                self.list(html, kind);
            }
        }
    }

    fn criteria(&self, html: &mut Html) {
        if let Some(grid) = &self.publication.call.grid {
            basis::grid(html, self.publication, grid);
        }
        if !self.publication.call.over_admitted.is_empty() {
            basis::values(html, self.publication);
        }
    }

    fn list(&self, html: &mut Html, kind: Kind) {
        if let Some(table) = self.table(kind) {
            self.titled(html, table, None);
        }
    }

    fn titled(&self, html: &mut Html, table: &Table, cut: Option<&Cut>) {
        let (it, en) = table.kind.long_title();
        tables::list(html, self.publication, table, self.word(it, en), cut);
    }
}
