#include "tests/storage/database_answers.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace incipit::testing {
namespace {

// What a call answers, or the kind of what it throws.
template <class Call>
std::string answer(Call call) {
  try {
    return call();
  } catch (const Xapian::Error& error) {
    return error.get_type();
  }
}

std::string bytes_of(std::uint64_t number) { return std::to_string(number) + " "; }

std::string statistics_of(const Xapian::Database& database) {
  std::string out = bytes_of(database.get_doccount()) + bytes_of(database.get_lastdocid()) +
                    bytes_of(database.get_total_length()) + bytes_of(database.get_doclength_lower_bound()) +
                    bytes_of(database.get_doclength_upper_bound()) + bytes_of(database.has_positions()) +
                    std::to_string(database.get_avlength()) + " values ";
  for (const Xapian::valueno slot : {0u, 1u}) {
    out += bytes_of(database.get_value_freq(slot)) + database.get_value_lower_bound(slot) + "|" +
           database.get_value_upper_bound(slot) + "|";
  }
  out += answer([&] { return database.get_metadata("key"); });
  out += answer([&] { return std::to_string(database.get_spelling_suggestion("worf").size()); });
  return out;
}

std::vector<std::string> terms_of(const Xapian::Database& database, const std::string& prefix) {
  std::vector<std::string> terms;
  for (auto it = database.allterms_begin(prefix); it != database.allterms_end(prefix); ++it) {
    terms.push_back(bytes_of(it.get_termfreq()) + *it);
  }
  return terms;
}

using Numbers = std::vector<std::uint64_t>;

Numbers list_of(const Xapian::Database& database, const std::string& term) {
  Numbers numbers;
  for (auto it = database.postlist_begin(term); it != database.postlist_end(term); ++it) {
    numbers.insert(numbers.end(), {*it, it.get_wdf(), it.get_doclength()});
  }
  return numbers;
}

Numbers skips_of(const Xapian::Database& database, const std::string& term, unsigned seed) {
  Numbers numbers;
  std::mt19937 random(seed);
  const std::uint32_t step = database.get_lastdocid() / 20 + 2;
  auto it = database.postlist_begin(term);
  for (Xapian::docid docid = 1; it != database.postlist_end(term); docid = *it + random() % step) {
    it.skip_to(docid);
    if (it == database.postlist_end(term)) break;
    numbers.insert(numbers.end(), {*it, it.get_wdf()});
  }
  return numbers;
}

std::vector<std::string> values_of(const Xapian::Database& database, unsigned seed) {
  std::vector<std::string> values;
  for (auto it = database.valuestream_begin(0); it != database.valuestream_end(0); ++it) {
    values.push_back(bytes_of(it.get_docid()) + *it);
  }
  std::mt19937 random(seed);
  const std::uint32_t step = database.get_lastdocid() / 20 + 2;
  auto it = database.valuestream_begin(0);
  for (Xapian::docid docid = 1; it != database.valuestream_end(0); docid = it.get_docid() + random() % step) {
    it.skip_to(docid);
    if (it == database.valuestream_end(0)) break;
    values.push_back(bytes_of(it.get_docid()) + *it);
    if (docid % 3 == 0 && docid < database.get_lastdocid()) {
      if (!it.check(docid + 1)) it.skip_to(docid + 1);  // between two chunks, wherever those were cut
      if (it == database.valuestream_end(0)) break;
      values.push_back(bytes_of(it.get_docid()) + *it);
    }
  }
  return values;
}

// A weight of our own, asking for every statistic.
class Impact : public Xapian::Weight {
 public:
  Impact() {
    need_stat(WDF);
    need_stat(DOC_LENGTH);
    need_stat(WDF_MAX);
    need_stat(TERMFREQ);
    need_stat(COLLECTION_FREQ);
    need_stat(DOC_LENGTH_MIN);
    need_stat(DOC_LENGTH_MAX);
    need_stat(TOTAL_LENGTH);
  }
  Impact* clone() const override { return new Impact(); }
  void init(double) override {}
  std::string name() const override { return "impact"; }
  double get_sumpart(Xapian::termcount wdf, Xapian::termcount length, Xapian::termcount) const override {
    return 1.0 + wdf + 1.0 / (1.0 + length) + get_termfreq() * 1e-3 + get_collection_freq() * 1e-6;
  }
  double get_maxpart() const override {
    return 2.0 + get_wdf_upper_bound() + get_termfreq() * 1e-3 + get_collection_freq() * 1e-6;
  }
  double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
  double get_maxextra() const override { return 0; }
};

std::vector<std::string> hits_of(Xapian::Enquire& enquire) {
  std::vector<std::string> hits;
  const Xapian::MSet set = enquire.get_mset(0, 50, 1000000);
  hits.push_back(bytes_of(set.get_matches_estimated()) + bytes_of(set.get_matches_lower_bound()));
  for (auto it = set.begin(); it != set.end(); ++it) {
    hits.push_back(bytes_of(*it) + std::to_string(it.get_weight()) + it.get_document().get_value(0));
  }
  return hits;
}

std::vector<std::string> searches_of(const Xapian::Database& database, const std::vector<std::string>& terms,
                                     unsigned seed) {
  using Xapian::Query;
  std::vector<std::string> all;
  std::mt19937 random(seed);
  const auto any = [&] { return Query(terms[random() % terms.size()]); };
  const std::vector<Query> queries = {
      any(),
      Query(Query::OP_OR, any(), any()),
      Query(Query::OP_AND, any(), any()),
      Query(Query::OP_AND_NOT, Query::MatchAll, any()),
      Query(Query::OP_OR, Query(Query::OP_OR, any(), any()), any()),
      Query(Query::OP_VALUE_GE, 0, std::string(1, static_cast<char>(random()))),
      Query(Query::OP_WILDCARD, terms[random() % terms.size()].substr(0, 1), 20,
            Query::WILDCARD_LIMIT_FIRST)};
  for (const Query& query : queries) {
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    for (auto& hit : hits_of(enquire)) all.push_back(std::move(hit));
    enquire.set_weighting_scheme(Impact());
    enquire.set_sort_by_relevance_then_value(0, false);
    for (auto& hit : hits_of(enquire)) all.push_back(std::move(hit));
    enquire.set_sort_by_value(0, true);
    for (auto& hit : hits_of(enquire)) all.push_back(std::move(hit));
  }
  return all;
}

}  // namespace

void expect_same_answers(const std::filesystem::path& ours, const std::filesystem::path& stock, unsigned seed) {
  EXPECT_EQ(Xapian::Database::check(ours.string(), 0, nullptr), 0u);
  const Xapian::Database a(ours.string());
  const Xapian::Database b(stock.string());
  EXPECT_EQ(statistics_of(a), statistics_of(b));
  for (Xapian::docid docid = 1; docid <= b.get_lastdocid() + 1; ++docid) {
    const auto length = [&](const Xapian::Database& database) {
      return answer([&] { return bytes_of(database.get_doclength(docid)); });
    };
    const auto unique = [&](const Xapian::Database& database) {
      return answer([&] { return bytes_of(database.get_unique_terms(docid)); });
    };
    const auto document = [&](const Xapian::Database& database) {
      return answer([&] {
        const Xapian::Document found = database.get_document(docid);
        return found.get_value(0) + "|" + found.get_value(1) + "|" + found.get_data();
      });
    };
    ASSERT_EQ(length(a), length(b)) << docid;
    ASSERT_EQ(unique(a), unique(b)) << docid;
    ASSERT_EQ(document(a), document(b)) << docid;
  }
  EXPECT_EQ(list_of(a, ""), list_of(b, ""));
  EXPECT_EQ(skips_of(a, "", seed), skips_of(b, "", seed));
  EXPECT_EQ(values_of(a, seed), values_of(b, seed));
  ASSERT_EQ(terms_of(a, ""), terms_of(b, ""));
  std::vector<std::string> terms;
  for (auto it = b.allterms_begin(); it != b.allterms_end(); ++it) terms.push_back(*it);
  std::set<std::string> prefixes = {"absent", "\xff"};
  for (const std::string& term : terms) {
    prefixes.insert(term.substr(0, 1));
    ASSERT_TRUE(a.term_exists(term));
    ASSERT_EQ(a.get_termfreq(term), b.get_termfreq(term));
    ASSERT_EQ(a.get_collection_freq(term), b.get_collection_freq(term));
    ASSERT_EQ(a.get_wdf_upper_bound(term), b.get_wdf_upper_bound(term));
    ASSERT_EQ(list_of(a, term), list_of(b, term));
    ASSERT_EQ(skips_of(a, term, seed), skips_of(b, term, seed));
    ASSERT_EQ(a.term_exists(term + "x"), b.term_exists(term + "x"));
    ASSERT_EQ(a.term_exists(term + '\0'), b.term_exists(term + '\0'));
  }
  for (const std::string& prefix : prefixes) ASSERT_EQ(terms_of(a, prefix), terms_of(b, prefix));
  if (terms.empty()) return;
  for (unsigned i = 0; i < 5; ++i) {
    ASSERT_EQ(searches_of(a, terms, seed + i), searches_of(b, terms, seed + i));
  }
}

}  // namespace incipit::testing
