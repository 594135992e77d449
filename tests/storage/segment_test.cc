// The columns of a segment, its token rows, and merging: many segments merged are the one that was never cut.
#include "storage/segment.h"
#include "storage/segment_merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <roaring/roaring.hh>

#include "tests/support/temp_dir.h"

namespace incipit::storage {
namespace {

using incipit::testing::TempDir;
using schema::ErrorCode;

// A paper by number, with tokens of few forms so that they repeat.
PaperRow a_row(std::size_t number, FormNumbering& forms) {
  std::mt19937 random(static_cast<unsigned>(number));
  const auto text = [&](std::size_t most) {
    std::vector<PackedToken> tokens;
    for (std::size_t n = random() % (most + 1); n > 0; --n) {
      tokens.push_back(
          pack_token(forms.number("form" + std::to_string(random() % 300 + number)), random() % 4 == 0));
    }
    return tokens;
  };
  PaperRow row;
  row.id = "id" + std::to_string(number);
  row.record = "{\"id\":\"" + row.id + "\"}" + std::string(random() % 500, 'r');
  if (number % 2 == 0) row.aliases = "doi:10.1/x" + std::to_string(number) + "\npmid:" + std::to_string(number) + "\n";
  row.title_key = "title " + std::to_string(random() % 10);
  if (random() % 5 != 0) row.published = static_cast<std::int64_t>(random());
  row.year = random() % 4 == 0 ? 0 : 1990 + static_cast<std::int32_t>(random() % 30);
  if (random() % 2 != 0) row.citations = static_cast<std::int64_t>(random() % 100);
  for (std::size_t n = random() % 4; n > 0; --n) row.categories.push_back("cs." + std::to_string(n));
  row.archives = row.categories.empty() ? std::vector<std::string>{} : std::vector<std::string>{"cs"};
  row.primary = row.categories.empty() ? "" : row.categories.front();
  row.venue = random() % 3 == 0 ? "Venue " + std::to_string(random() % 7) : "";
  for (std::size_t n = random() % 6; n > 0; --n)
    row.authors.push_back(static_cast<std::uint32_t>(random() % 1000));
  row.tokens.title = text(8);
  row.tokens.abstract = text(100);
  row.tokens.comments = text(5);
  for (std::size_t n = random() % 3; n > 0; --n) {
    auto place = text(6);
    if (!place.empty()) row.tokens.affiliations.push_back(std::move(place));
  }
  for (std::size_t n = row.authors.size(); n > 0; --n) row.tokens.authors.push_back(text(3));
  return row;
}

void write_rows(const std::filesystem::path& directory, std::size_t first, std::size_t last) {
  std::filesystem::create_directories(directory);
  SegmentColumnsWriter writer(directory);
  for (std::size_t number = first; number < last; ++number) writer.add(a_row(number, writer.forms()));
  ASSERT_TRUE(writer.close());
}

std::vector<std::string> words_of(const std::vector<PackedToken>& tokens, const TokenColumn& column) {
  std::vector<std::string> words;
  for (const PackedToken token : tokens)
    words.push_back(std::string(column.form(form_of(token))) + (is_joined(token) ? "-" : ""));
  return words;
}

// Everything of a row in words, so that the numbering of codes and forms does not show.
std::vector<std::string> described(const SegmentColumns& columns, std::size_t row) {
  std::vector<std::string> out = {
      std::string(columns.ids[row]),        std::string(columns.title_keys[row]),
      std::string(columns.aliases[row]),
      columns.records.read(row).value(),    std::to_string(columns.published[row]),
      std::to_string(columns.updated[row]), std::to_string(columns.citations[row]),
      std::to_string(columns.year[row])};
  for (const std::uint32_t author : columns.authors[row]) out.push_back("author " + std::to_string(author));
  for (const auto& column : columns.coded_fields) {
    out.emplace_back("coded");
    for (const std::uint32_t code : column.codes[row]) out.emplace_back(column.values[code]);
  }
  TokenRow tokens;
  columns.tokens.read(row, tokens);
  for (const auto* text : {&tokens.title, &tokens.abstract, &tokens.comments}) {
    out.emplace_back("text");
    for (auto& word : words_of(*text, columns.tokens)) out.push_back(std::move(word));
  }
  for (const auto* texts : {&tokens.affiliations, &tokens.authors}) {
    out.emplace_back("texts");
    for (const auto& text : *texts) {
      out.emplace_back("text");
      for (auto& word : words_of(text, columns.tokens)) out.push_back(std::move(word));
    }
  }
  return out;
}

TEST(SegmentFiles, GiveBackTheirRows) {
  TempDir dir;
  write_rows(dir.path() / "s", 0, 300);
  const auto columns = SegmentColumns::open(dir.path() / "s");
  ASSERT_TRUE(columns) << columns.error().message;
  ASSERT_EQ((*columns)->rows(), 300u);
  for (const std::size_t number : {0u, 1u, 17u, 299u}) {
    FormNumbering forms;
    const PaperRow row = a_row(number, forms);
    EXPECT_EQ((*columns)->ids[number], row.id);
    EXPECT_EQ((*columns)->aliases[number], row.aliases);
    EXPECT_EQ((*columns)->records.read(number).value(), row.record);
    EXPECT_EQ((*columns)->published[number], row.published);
    const auto& venue = (*columns)->coded(CodedField::venue);
    ASSERT_EQ(venue.codes[number].size(), row.venue.empty() ? 0u : 1u);
    for (const std::uint32_t code : venue.codes[number]) EXPECT_EQ(venue.values[code], row.venue);
    TokenRow tokens;
    (*columns)->tokens.read(number, tokens);
    ASSERT_EQ(tokens.abstract.size(), row.tokens.abstract.size());
    for (std::size_t i = 0; i < tokens.abstract.size(); ++i) {
      EXPECT_EQ((*columns)->tokens.form(form_of(tokens.abstract[i])),
                forms.form(form_of(row.tokens.abstract[i])));
      EXPECT_EQ(is_joined(tokens.abstract[i]), is_joined(row.tokens.abstract[i]));
    }
    EXPECT_EQ(tokens.affiliations.size(), row.tokens.affiliations.size());
    EXPECT_EQ(tokens.authors.size(), row.tokens.authors.size());
  }
}

TEST(SegmentFiles, FindTitlesByTheirKeys) {
  TempDir dir;
  write_rows(dir.path() / "s", 0, 300);
  const auto columns = SegmentColumns::open(dir.path() / "s").value();
  const auto& keys = columns->title_keys;
  for (const std::string key : {"title 3", "title", "", "title 10", "zzz"}) {
    std::vector<std::uint32_t> equal, beginning;
    for (std::uint32_t row = 0; row < 300; ++row) {
      if (keys[row] == key) equal.push_back(row);
      if (keys[row].starts_with(key)) beginning.push_back(row);
    }
    const auto found = columns->titles.equal_to(key, keys);
    EXPECT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), equal) << key;
    const auto range = columns->titles.beginning_with(key, keys);
    EXPECT_TRUE(std::is_sorted(range.begin(), range.end(), [&](auto a, auto b) { return keys[a] < keys[b]; })) << key;
    std::vector<std::uint32_t> sorted(range.begin(), range.end());
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted, beginning) << key;
  }
  { std::ofstream(dir.path() / "s" / "title_order.u32", std::ios::binary) << "short"; }
  const auto damaged = SegmentColumns::open(dir.path() / "s");
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::index_damaged);
}

TEST(SegmentFiles, MergedAreTheOneThatWasNeverCut) {
  TempDir dir;
  write_rows(dir.path() / "whole", 0, 400);
  write_rows(dir.path() / "a", 0, 1);
  write_rows(dir.path() / "b", 1, 250);
  write_rows(dir.path() / "none", 250, 250);
  write_rows(dir.path() / "c", 250, 400);
  std::filesystem::create_directories(dir.path() / "merged");
  std::vector<MergeSource> sources;
  for (const char* part : {"a", "b", "none", "c"}) sources.push_back({dir.path() / part, {}, {}, nullptr});
  ASSERT_TRUE(merge_columns(sources, dir.path() / "merged"));
  const auto whole = SegmentColumns::open(dir.path() / "whole").value();
  const auto merged = SegmentColumns::open(dir.path() / "merged").value();
  ASSERT_EQ(merged->rows(), 400u);
  for (std::size_t row = 0; row < 400; ++row)
    ASSERT_EQ(described(*merged, row), described(*whole, row)) << row;
  ASSERT_EQ(merged->tokens.forms(), whole->tokens.forms());
  for (std::uint32_t form = 0; form < whole->tokens.forms(); ++form) {
    EXPECT_EQ(merged->tokens.form(form), whole->tokens.form(form)) << "by falling frequency, ties by bytes";
    EXPECT_EQ(merged->tokens.occurrences(form), whole->tokens.occurrences(form));
    EXPECT_EQ(merged->tokens.find(merged->tokens.form(form)), form);
  }
  EXPECT_FALSE(merged->tokens.find("absent"));
  EXPECT_FALSE(merged->tokens.find(""));
}

TEST(SegmentFiles, DeadRowsAreLeftOutAndWhatOnlyTheyHad) {
  TempDir dir;
  write_rows(dir.path() / "all", 0, 300);
  write_rows(dir.path() / "kept", 0, 150);
  Roaring dead;
  dead.addRange(151, 301);
  std::filesystem::create_directories(dir.path() / "merged");
  ASSERT_TRUE(merge_columns({{dir.path() / "all", {}, {}, &dead}}, dir.path() / "merged"));
  const auto kept = SegmentColumns::open(dir.path() / "kept").value();
  const auto merged = SegmentColumns::open(dir.path() / "merged").value();
  ASSERT_EQ(merged->rows(), 150u);
  for (std::size_t row = 0; row < 150; ++row) ASSERT_EQ(described(*merged, row), described(*kept, row)) << row;
  EXPECT_EQ(merged->tokens.forms(), kept->tokens.forms());
  for (std::uint32_t form = 0; form < kept->tokens.forms(); ++form) {
    EXPECT_EQ(merged->tokens.form(form), kept->tokens.form(form));
    EXPECT_EQ(merged->tokens.occurrences(form), kept->tokens.occurrences(form));
  }
}

TEST(SegmentFiles, FilesThatDisagreeAreDamage) {
  TempDir dir;
  write_rows(dir.path() / "long", 0, 300);
  for (const auto& entry : std::filesystem::directory_iterator(dir.path() / "long")) {
    const std::string name = entry.path().filename().string();
    std::filesystem::remove_all(dir.path() / "short");
    write_rows(dir.path() / "short", 0, 150);
    std::filesystem::copy_file(entry.path(), dir.path() / "short" / name,
                               std::filesystem::copy_options::overwrite_existing);
    const auto opened = SegmentColumns::open(dir.path() / "short");
    // A larger dictionary of values serves a column as well as its own; so few papers have no lists of pairs.
    const bool harmless =
        name.starts_with("pair_") || (name.ends_with(".str") && (name.starts_with("category") || name.starts_with("primary") ||
                                                                 name.starts_with("archive") || name.starts_with("venue")));
    EXPECT_EQ(opened.has_value(), harmless) << name;
    EXPECT_TRUE(opened || opened.error().code == ErrorCode::index_damaged) << name;
    std::filesystem::remove(dir.path() / "short" / name);
    EXPECT_FALSE(SegmentColumns::open(dir.path() / "short")) << name << " missing";
  }
}

TEST(SegmentFiles, CodesWithoutAValueAreDamage) {
  TempDir dir;
  write_rows(dir.path() / "s", 0, 50);
  StringColumnWriter values(dir.path() / "s" / "category.str");
  values.add("cs.1");
  ASSERT_TRUE(values.close());
  EXPECT_EQ(SegmentColumns::open(dir.path() / "s").error().code, ErrorCode::index_damaged);
}

TEST(SegmentFiles, YearsThatNoDateHasAreDamage) {
  TempDir dir;
  for (const std::int32_t year : {-1, 1, 10'000, 2'000'000'000}) {
    std::filesystem::remove_all(dir.path() / "s");
    std::filesystem::create_directories(dir.path() / "s");
    SegmentColumnsWriter writer(dir.path() / "s");
    PaperRow row = a_row(1, writer.forms());
    row.year = year;
    writer.add(row);
    ASSERT_TRUE(writer.close());
    EXPECT_EQ(SegmentColumns::open(dir.path() / "s").error().code, ErrorCode::index_damaged) << year;
  }
}

// Whether tokens stand side by side in a text of the parts, by decoding.
bool stands_in(const TokenRow& row, RowParts parts, const std::vector<PackedToken>& wanted, const std::vector<bool>& joined) {
  const auto in_text = [&](const std::vector<PackedToken>& text) {
    const auto fits = [&](std::size_t at) {
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (form_of(text[at + i]) != form_of(wanted[i]) || (joined[i] && !is_joined(text[at + i]))) return false;
      }
      return true;
    };
    for (std::size_t at = 0; at + wanted.size() <= text.size(); ++at) {
      if (fits(at)) return true;
    }
    return false;
  };
  std::vector<std::vector<std::vector<PackedToken>>> texts = {{row.title}, {row.abstract}, {row.comments}, row.affiliations, row.authors};
  for (std::size_t part = 0; part < texts.size(); ++part) {
    if ((parts >> part & 1) != 0 && std::any_of(texts[part].begin(), texts[part].end(), in_text)) return true;
  }
  return false;
}

TEST(TokenColumnFiles, PatternsFindWhatDecodingFinds) {
  TempDir dir;
  write_rows(dir.path() / "s", 0, 600);
  const auto columns = SegmentColumns::open(dir.path() / "s").value();
  const TokenColumn& column = columns->tokens;
  std::mt19937 random(7);
  TokenRow row;
  int found = 0, missed = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::size_t number = random() % column.rows();
    column.read(number, row);
    std::vector<std::vector<PackedToken>> texts = {row.title, row.abstract, row.comments};
    texts.insert(texts.end(), row.affiliations.begin(), row.affiliations.end());
    texts.insert(texts.end(), row.authors.begin(), row.authors.end());
    const auto& text = texts[random() % texts.size()];
    if (text.empty()) continue;
    const std::size_t first = random() % text.size(), count = 1 + random() % std::min<std::size_t>(4, text.size() - first);
    std::vector<PackedToken> wanted(text.begin() + static_cast<std::ptrdiff_t>(first), text.begin() + static_cast<std::ptrdiff_t>(first + count));
    if (random() % 4 == 0) wanted[random() % count] = pack_token(static_cast<std::uint32_t>(random() % column.forms()), false);
    if (random() % 8 == 0) std::reverse(wanted.begin(), wanted.end());
    std::vector<bool> joined;
    TokenPattern pattern;
    for (const PackedToken token : wanted) {
      joined.push_back(random() % 3 == 0);
      pattern.add(form_of(token), joined.back());
    }
    const auto parts = static_cast<RowParts>(random() % 32);
    const std::size_t other = random() % 4 == 0 ? random() % column.rows() : number;
    column.read(other, row);
    const bool expected = stands_in(row, parts, wanted, joined);
    ASSERT_EQ(pattern.stands_in(column.bytes(other), parts), expected) << round;
    ++(expected ? found : missed);
  }
  EXPECT_GT(found, 2'000);
  EXPECT_GT(missed, 2'000);
}

TEST(TokenColumnFiles, DamagedRowsAreShorterNeverBadReads) {
  TempDir dir;
  write_rows(dir.path() / "s", 0, 40);
  const auto file = dir.path() / "s" / "tokens.str";
  const std::string whole = incipit::testing::content_of(file);
  const unsigned seed = 99;
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    std::string flipped = whole;
    for (int flips = 0; flips < 3; ++flips)
      flipped[random() % (whole.size() / 2)] = static_cast<char>(random());
    dir.write("s/tokens.str", flipped);
    const auto column = TokenColumn::open(dir.path() / "s");
    ASSERT_TRUE(column);
    TokenRow row;
    std::size_t letters = 0;
    for (std::size_t number = 0; number < column->rows(); ++number) {
      column->read(number, row);
      for (const auto* text : {&row.title, &row.abstract, &row.comments}) {
        for (const PackedToken token : *text) letters += column->form(form_of(token)).size();
      }
      for (const auto* texts : {&row.affiliations, &row.authors}) {
        for (const auto& text : *texts) {
          for (const PackedToken token : text) letters += column->form(form_of(token)).size();
        }
      }
    }
    EXPECT_LT(letters, 1u << 20);
  }
}

}  // namespace
}  // namespace incipit::storage
