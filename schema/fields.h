// The field table: every name a query, a filter, a facet or a column can use, with the prefix its terms carry
// in the index. One row per fact; parser, planner, indexer and documentation read it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace incipit::schema {

// How a field's text becomes terms.
enum class FieldKind {
  text,        // analysed words, ranked; searched with `name:word`
  name,        // names of people: folded tokens, not stemmed
  filter,      // whole values, never ranked
};

enum class Field {
  text,      // what an unfielded word searches: title, abstract and author names together
  title,
  abstract,
  author,
  comments,
  category,
  primary,
  archive,
  year,
  venue,
  affiliation,
  status,
  has,
  author_id,
  id,
  alias,
  work,              // title, first surname and year together, by which records of one paper find each other
  outside_abstract,  // the terms of `text` that the abstract lacks, so that `abstract:` needs no postings of its own
  unstemmed,         // the words of texts in other languages, which are not stemmed: those that a query can mean
  acronym,           // "llm=large language models": what the abstract says an acronym means; the stem of one, the words of the other
  long_form,         // "larg languag model=llm": the same by the stems of the words
  reference,         // schema::alias_key of what a paper cites
  citing,            // schema::alias_key of what a paper says to be cited by
};

struct FieldRow {
  Field field;
  std::string_view name;       // in query text and in the API; empty: not for users
  std::string_view short_name; // arXiv's short form, or empty
  std::string_view prefix;     // of its terms in the index; `abstract` has none of its own: text without outside_abstract
  FieldKind kind;
  double weight;               // of its words in the unfielded text field; 0: not part of it
  double length_normalisation; // b of BM25F
};

// All rows, in the order of `Field`.
[[nodiscard]] std::span<const FieldRow> field_table();
[[nodiscard]] const FieldRow& row_of(Field field);
// The field that query text means by `name:`, in either spelling; nullopt when there is none.
[[nodiscard]] std::optional<Field> field_named(std::string_view name);

// The values of `has=`, each a boolean fact about a paper.
enum class Fact { abstract, doi, code, citations, references, date, orcid, affiliation };
struct FactRow {
  Fact fact;
  std::string_view name;
};
[[nodiscard]] std::span<const FactRow> fact_table();
[[nodiscard]] std::optional<Fact> fact_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Fact fact);

// A value of `has` that is not for users: papers that name papers that cite them.
inline constexpr std::string_view kHasCitingPapers = "(cited by)";

// What can be counted as a facet.
enum class FacetField { category, primary, archive, year, author, venue };
[[nodiscard]] std::span<const FacetField> all_facet_fields();
[[nodiscard]] std::string_view name_of(FacetField field);
[[nodiscard]] std::optional<FacetField> facet_named(std::string_view name);

}  // namespace incipit::schema
