#include "schema/fields.h"

#include <array>

namespace incipit::schema {
namespace {

using enum FieldKind;

constexpr std::array kFields{
    FieldRow{Field::text, "text", "all", "", text, 0, 0},
    FieldRow{Field::title, "title", "ti", "S", text, 3.0, 0.8},
    FieldRow{Field::abstract, "abstract", "abs", "", text, 1.0, 0.5},
    FieldRow{Field::author, "author", "au", "A", name, 0.7, 0.6},
    FieldRow{Field::comments, "comments", "co", "XC:", text, 0, 0.5},
    FieldRow{Field::category, "category", "cat", "XCAT:", filter, 0, 0},
    FieldRow{Field::primary, "primary", "", "XPRI:", filter, 0, 0},
    FieldRow{Field::archive, "archive", "", "XARC:", filter, 0, 0},
    FieldRow{Field::year, "year", "", "XY:", filter, 0, 0},
    FieldRow{Field::venue, "venue", "", "XVEN:", filter, 0, 0},
    FieldRow{Field::affiliation, "affiliation", "aff", "XAFF:", text, 0, 0},
    FieldRow{Field::status, "status", "", "XST:", filter, 0, 0},
    FieldRow{Field::has, "has", "", "XHAS:", filter, 0, 0},
    FieldRow{Field::author_id, "author_id", "", "XAID:", filter, 0, 0},
    FieldRow{Field::id, "id", "", "Q:", filter, 0, 0},
    FieldRow{Field::alias, "doi", "", "XALI:", filter, 0, 0},
    FieldRow{Field::work, "", "", "XWK:", filter, 0, 0},
    FieldRow{Field::outside_abstract, "", "", "XNB:", filter, 0, 0},
    FieldRow{Field::unstemmed, "", "", "XUW:", filter, 0, 0},
    FieldRow{Field::acronym, "", "", "XACR:", filter, 0, 0},
    FieldRow{Field::long_form, "", "", "XLF:", filter, 0, 0},
    FieldRow{Field::reference, "", "", "XREF:", filter, 0, 0},
    FieldRow{Field::citing, "", "", "XCTB:", filter, 0, 0},
};

constexpr std::array kFacts{
    FactRow{Fact::abstract, "abstract"},     FactRow{Fact::doi, "doi"},
    FactRow{Fact::code, "code"},             FactRow{Fact::citations, "citations"},
    FactRow{Fact::references, "references"}, FactRow{Fact::date, "date"},
    FactRow{Fact::orcid, "orcid"},           FactRow{Fact::affiliation, "affiliation"},
};

constexpr std::array kFacets{FacetField::category, FacetField::primary, FacetField::archive,
                             FacetField::year,     FacetField::author,  FacetField::venue};

}  // namespace

std::span<const FieldRow> field_table() { return kFields; }

const FieldRow& row_of(Field field) { return kFields[static_cast<std::size_t>(field)]; }

std::optional<Field> field_named(std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (const auto& row : kFields) {
    if (row.name == name || (!row.short_name.empty() && row.short_name == name)) return row.field;
  }
  return std::nullopt;
}

std::span<const FactRow> fact_table() { return kFacts; }

std::optional<Fact> fact_named(std::string_view name) {
  for (const auto& row : kFacts) {
    if (row.name == name) return row.fact;
  }
  return std::nullopt;
}

std::string_view name_of(Fact fact) { return kFacts[static_cast<std::size_t>(fact)].name; }

std::span<const FacetField> all_facet_fields() { return kFacets; }

std::string_view name_of(FacetField field) {
  switch (field) {
    case FacetField::category: return "category";
    case FacetField::primary: return "primary";
    case FacetField::archive: return "archive";
    case FacetField::year: return "year";
    case FacetField::author: return "author";
    case FacetField::venue: return "venue";
  }
  return "";
}

std::optional<FacetField> facet_named(std::string_view name) {
  for (FacetField field : kFacets) {
    if (name_of(field) == name) return field;
  }
  return std::nullopt;
}

}  // namespace incipit::schema
