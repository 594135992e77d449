#include "indexer/document_builder.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "indexer/acronyms.h"
#include "indexer/impact.h"
#include "indexer/source_merge.h"
#include "schema/categories.h"
#include "schema/facts.h"
#include "schema/fields.h"
#include "schema/ids.h"
#include "schema/paper_json.h"
#include "storage/terms.h"

namespace incipit::indexer {

using schema::Field;

namespace {

// Occurrences of terms in one field and the field's constants.
struct FieldTerms {
  Field field;
  std::vector<std::string_view> terms;
  double pivot = 1;
  double b = 0;
  double weight = 0;  // in the unfielded text
};

// Adds each distinct term of a field with its impact in that field alone.
void add_field(DocumentTerms& document, FieldTerms& field, const storage::RankingConstants& constants) {
  auto& terms = field.terms;
  std::sort(terms.begin(), terms.end());
  const auto length = static_cast<double>(terms.size());
  for (std::size_t i = 0; i < terms.size();) {
    std::size_t next = i;
    while (next < terms.size() && terms[next] == terms[i]) ++next;
    const double tf = normalised_frequency(1, field.b, static_cast<double>(next - i), length, field.pivot);
    document.add(field.field, terms[i], static_cast<std::uint32_t>(impact_of(tf, constants)));
    i = next;
  }
}

// Adds each distinct term of title, abstract and author names together, its impact by BM25F; and, for those that the
// abstract lacks, a mark that says so. The terms are sorted. Postings of the abstract alone would nearly repeat these.
void add_text(DocumentTerms& document, const std::vector<FieldTerms>& fields, const storage::RankingConstants& constants) {
  std::vector<std::size_t> at(fields.size(), 0);
  while (true) {
    const std::string_view* least = nullptr;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (at[f] < fields[f].terms.size() && (least == nullptr || fields[f].terms[at[f]] < *least)) least = &fields[f].terms[at[f]];
    }
    if (least == nullptr) return;
    const std::string_view term = *least;
    double frequency = 0;
    bool in_abstract = false;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      std::size_t count = 0;
      for (; at[f] < fields[f].terms.size() && fields[f].terms[at[f]] == term; ++at[f]) ++count;
      if (count == 0) continue;
      in_abstract = in_abstract || fields[f].field == Field::abstract;
      frequency += normalised_frequency(fields[f].weight, fields[f].b, static_cast<double>(count),
                                        static_cast<double>(fields[f].terms.size()), fields[f].pivot);
    }
    document.add(Field::text, term, static_cast<std::uint32_t>(impact_of(frequency, constants)));
    if (!in_abstract) document.add(Field::outside_abstract, term);
  }
}

std::set<std::string> keys_of_references(const schema::Paper& paper) {
  std::set<std::string> keys;
  for (const auto& reference : paper.references) keys.insert(schema::alias_key(reference));
  return keys;
}

std::set<std::string> keys_of_citing(const schema::Paper& paper) {
  std::set<std::string> keys;
  for (const auto& citing : paper.cited_by) keys.insert(schema::alias_key(citing.id));
  return keys;
}

std::vector<std::string> archives_of(const schema::Paper& paper) {
  std::vector<std::string> archives;
  for (const auto& category : paper.categories) {
    const std::string archive(schema::archive_of(category));
    if (std::find(archives.begin(), archives.end(), archive) == archives.end()) archives.push_back(archive);
  }
  return archives;
}

void add_filters(DocumentTerms& document, const schema::Paper& paper, const std::string& title_key) {
  document.add(Field::id, paper.id);
  for (const auto& key : schema::alias_keys(paper)) document.add(Field::alias, key);
  for (const auto& key : keys_of_references(paper)) document.add(Field::reference, key);
  for (const auto& key : keys_of_citing(paper)) document.add(Field::citing, key);
  if (!paper.cited_by.empty()) document.add(Field::has, schema::kHasCitingPapers);
  if (const std::string work = work_key(paper, title_key); !work.empty()) document.add(Field::work, work_term(work));
  for (const auto& category : paper.categories) document.add(Field::category, category);
  for (const auto& archive : archives_of(paper)) document.add(Field::archive, archive);
  if (const std::string primary(paper.primary()); !primary.empty()) document.add(Field::primary, primary);
  if (paper.published) document.add(Field::year, std::to_string(paper.published->year()));
  if (!paper.venue.empty()) document.add(Field::venue, paper.venue);
  if (!paper.status.empty()) document.add(Field::status, paper.status);
  for (const auto& fact : schema::fact_table()) {
    if (schema::has_fact(paper, fact.fact)) document.add(Field::has, fact.name);
  }
}

std::vector<storage::PackedToken> pack(const std::vector<analysis::Token>& tokens, storage::FormNumbering& forms) {
  std::vector<storage::PackedToken> packed;
  packed.reserve(tokens.size());
  for (const auto& token : tokens) packed.push_back(storage::pack_token(forms.number(token.form), token.joined));
  return packed;
}

// In the order of the authors.
std::vector<std::string> different_affiliations(const schema::Paper& paper) {
  std::vector<std::string> different;
  std::unordered_set<std::string_view> seen;
  for (const auto& author : paper.authors) {
    for (const auto& affiliation : author.affiliations) {
      if (seen.insert(affiliation).second) different.push_back(affiliation);
    }
  }
  return different;
}

std::vector<std::string_view> views(const std::vector<std::string>& terms) { return {terms.begin(), terms.end()}; }

}  // namespace

std::size_t AnalysedPaper::author_terms() const {
  std::size_t count = 0;
  for (const auto& name : authors) count += name.size();
  return count;
}

AnalysedPaper analyse_paper(const schema::Paper& paper, analysis::Analyser& analyser) {
  AnalysedPaper analysed;
  const std::string abstract = analysis::display_text(paper.abstract);
  analysed.abstract = analyser.analyse(abstract);
  const std::string title = analysis::display_text(paper.title);
  analysed.title = analyser.analyse(title, analysed.abstract.language);
  analysed.title_key = analysis::title_sort_key(title);
  analysed.acronyms = acronyms_of(abstract, analysed.abstract.tokens, analyser);
  analysed.comments = analyser.analyse(analysis::display_text(paper.comments));
  for (const auto& affiliation : different_affiliations(paper)) {
    auto words = analyser.analyse(analysis::display_text(affiliation));
    if (!words.tokens.empty()) analysed.affiliations.push_back(std::move(words));
  }
  for (const auto& author : paper.authors) analysed.authors.push_back(analyser.name_tokens(analysis::display_text(author.name)));
  return analysed;
}

void DocumentTerms::add(Field field, std::string_view value, std::uint32_t impact) {
  const auto begin = static_cast<std::uint32_t>(bytes_.size());
  storage::append_index_term(bytes_, field, value);
  entries_.push_back({begin, static_cast<std::uint32_t>(bytes_.size()) - begin, impact});
}

void DocumentTerms::clear() {
  bytes_.clear();
  entries_.clear();
}

DocumentBuilder::Built DocumentBuilder::build(const schema::Paper& paper, std::span<const Author> authors,
                                              storage::FormNumbering& forms) {
  const AnalysedPaper analysed = analyse_paper(paper, analyser_);
  add_terms(paper, analysed, authors);
  fill_row(paper, analysed, authors, forms);
  return {terms_, row_};
}

const DocumentTerms& DocumentBuilder::terms(const schema::Paper& paper, std::span<const Author> authors) {
  add_terms(paper, analyse_paper(paper, analyser_), authors);
  return terms_;
}

void DocumentBuilder::add_terms(const schema::Paper& paper, const AnalysedPaper& analysed, std::span<const Author> authors) {
  terms_.clear();
  std::vector<std::string> name_stems;
  FieldTerms names{Field::author, {}, constants_.pivot_author, constants_.b_author, constants_.weight_author};
  for (const auto& name : analysed.authors) {
    for (const auto& token : name) {
      names.terms.push_back(token.form);
      name_stems.push_back(analyser_.stem(token.form));
    }
  }
  std::vector<FieldTerms> fields{
      {Field::title, views(analysed.title.terms), constants_.pivot_title, constants_.b_title, constants_.weight_title},
      {Field::abstract, views(analysed.abstract.terms), constants_.pivot_abstract, constants_.b_abstract,
       constants_.weight_abstract},
      {Field::author, views(name_stems), constants_.pivot_author, constants_.b_author, constants_.weight_author}};
  FieldTerms comments{Field::comments, views(analysed.comments.terms), constants_.pivot_comments, constants_.b_comments, 0};
  add_field(terms_, fields[0], constants_);
  std::sort(fields[1].terms.begin(), fields[1].terms.end());
  add_field(terms_, names, constants_);
  add_field(terms_, comments, constants_);
  FieldTerms affiliations{Field::affiliation, {}, 1, 0, 0};  // neither long nor short
  for (const auto& affiliation : analysed.affiliations) {
    affiliations.terms.insert(affiliations.terms.end(), affiliation.terms.begin(), affiliation.terms.end());
  }
  add_field(terms_, affiliations, constants_);
  std::sort(fields[2].terms.begin(), fields[2].terms.end());
  add_text(terms_, fields, constants_);

  std::set<std::string_view> unstemmed;
  const auto add_unstemmed = [&](const analysis::AnalysedText& text) {
    if (text.language == analysis::Language::other) unstemmed.insert(text.terms.begin(), text.terms.end());
  };
  for (const auto* text : {&analysed.title, &analysed.abstract, &analysed.comments}) add_unstemmed(*text);
  for (const auto& affiliation : analysed.affiliations) add_unstemmed(affiliation);
  for (const std::string_view word : unstemmed) terms_.add(Field::unstemmed, word);
  for (const auto& pair : analysed.acronyms) {
    terms_.add(Field::acronym, storage::acronym_value(pair));
    terms_.add(Field::long_form, storage::long_form_value(pair));
  }
  add_filters(terms_, paper, analysed.title_key);
  for (const auto& author : authors) terms_.add(Field::author_id, author.id);
}

void DocumentBuilder::fill_row(const schema::Paper& paper, const AnalysedPaper& analysed, std::span<const Author> authors,
                               storage::FormNumbering& forms) {
  storage::PaperRow& row = row_;
  row = {};
  row.id = paper.id;
  row.record = schema::canonical_json(paper);
  const std::string own = schema::alias_key(paper.id);
  for (const auto& key : schema::alias_keys(paper)) {
    if (key != own) row.aliases += key + '\n';
  }
  row.title_key = analysed.title_key;
  if (paper.published) {
    row.published = paper.published->instant;
    row.year = paper.published->year();
  }
  if (paper.updated) row.updated = paper.updated->instant;
  if (const auto* citations = paper.leading_citations()) row.citations = citations->count;
  row.categories = paper.categories;
  row.archives = archives_of(paper);
  row.primary = paper.primary();
  row.venue = paper.venue;
  for (const auto& author : authors) row.authors.push_back(author.ordinal);
  row.tokens.title = pack(analysed.title.tokens, forms);
  row.tokens.abstract = pack(analysed.abstract.tokens, forms);
  row.tokens.comments = pack(analysed.comments.tokens, forms);
  for (const auto& affiliation : analysed.affiliations) row.tokens.affiliations.push_back(pack(affiliation.tokens, forms));
  for (const auto& name : analysed.authors) row.tokens.authors.push_back(pack(name, forms));
}

}  // namespace incipit::indexer
