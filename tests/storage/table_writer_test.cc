// A database written by us answers every call like one the library built of the same documents.
#include "storage/table_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/storage/database_answers.h"
#include "tests/support/temp_dir.h"

namespace incipit::storage {
namespace {

using incipit::testing::content_of;
using incipit::testing::expect_same_answers;
using incipit::testing::TempDir;
using schema::ErrorCode;

struct Document {
  std::map<std::string, std::uint32_t> terms;  // with their wdf
  std::string value;
};
using Documents = std::vector<Document>;

schema::Result<void> write_table(const std::filesystem::path& directory, const Documents& documents) {
  std::vector<std::uint32_t> lengths;
  std::map<std::string, std::vector<Posting>> lists;
  for (const Document& document : documents) {
    lengths.push_back(0);
    for (const auto& [term, wdf] : document.terms) {
      lengths.back() += wdf;
      lists[term].push_back({static_cast<std::uint32_t>(lengths.size()), wdf});
    }
  }
  TableWriter writer(directory);
  writer.begin(lengths, [&](std::size_t row) -> std::string_view { return documents[row].value; });
  for (const auto& [term, postings] : lists) writer.add_term(term, postings);
  return writer.close();
}

// The same by the library.
void build_stock(const std::filesystem::path& directory, const Documents& documents) {
  const std::string loose = directory.string() + ".loose";
  {
    Xapian::WritableDatabase database(loose, Xapian::DB_CREATE | Xapian::DB_NO_TERMLIST);
    for (const Document& document : documents) {
      Xapian::Document built;
      for (const auto& [term, wdf] : document.terms) built.add_term(term, wdf);
      if (!document.value.empty()) built.add_value(0, document.value);
      database.add_document(built);
    }
    database.commit();
  }
  Xapian::Database(loose).compact(directory.string());
}

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random() % 4 == 0 ? random() % 3 : random());
  return out;
}

// Words of a skewed distribution, prefixed, with zero bytes, boolean, and as long as a term may be.
Documents random_documents(std::mt19937& random, std::size_t count) {
  Documents documents(count);
  for (Document& document : documents) {
    const std::size_t words = random() % 60;
    for (std::size_t i = 0; i < words; ++i) {
      const auto rank = static_cast<std::uint32_t>(1 << random() % 14) + random() % 8;
      const std::uint32_t wdf = random() % 50 == 0 ? random() % 1000000 : random() % 256;
      document.terms["w" + std::to_string(rank)] = wdf;
      document.terms["XT" + std::to_string(rank)] += 1;
      if (random() % 3 == 0) document.terms["XCAT:" + std::to_string(rank % 32)] = 0;
      if (random() % 10 == 0) document.terms[random_bytes(random, 1 + random() % 6)] = random() % 3;
    }
    if (random() % 20 == 0) document.terms[std::string(244, 'l') + static_cast<char>(random() % 255 + 1)] = 1;
    if (random() % 20 == 0)
      document.terms[std::string(122, '\0') + static_cast<char>(random() % 255 + 1)] = 2;
    if (random() % 5 != 0) document.value = random_bytes(random, random() % 201);
  }
  return documents;
}

class TableOfSeed : public ::testing::TestWithParam<unsigned> {};

TEST_P(TableOfSeed, AnswersLikeTheLibrary) {
  const unsigned seed = GetParam();
  SCOPED_TRACE("seed " + std::to_string(seed));
  TempDir dir;
  std::mt19937 random(seed);
  const Documents documents = random_documents(random, seed * seed * 10);
  ASSERT_TRUE(write_table(dir.path() / "ours", documents));
  build_stock(dir.path() / "stock", documents);
  expect_same_answers(dir.path() / "ours", dir.path() / "stock", seed);
}

INSTANTIATE_TEST_SUITE_P(Seeds, TableOfSeed, ::testing::Values(0u, 1u, 2u, 3u, 7u, 20u));

TEST(TableWriter, WritesListsOfManyChunks) {
  TempDir dir;
  std::mt19937 random(5);
  Documents documents(200000);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    documents[i].terms["all"] = i % 1000 == 0 ? 100000 : i % 256;
    documents[i].terms["boolean"] = 0;
    if (i % 3 == 0) documents[i].terms["boolean" + std::string(1, '\0') + "b"] = 7;
    if (i > 40000 && random() % 500 == 0) documents[i].terms["some"] = 3;
    if (i % 70000 == 0) documents[i].terms[std::string(245, 'z')] = 1;
    if (i % 10 == 0) documents[i].terms[std::string(245, 'y')] = 1;
  }
  ASSERT_TRUE(write_table(dir.path() / "ours", documents));
  build_stock(dir.path() / "stock", documents);
  expect_same_answers(dir.path() / "ours", dir.path() / "stock", 5);
}

// Docids of chunk keys take two, three and four bytes.
TEST(TableWriter, WritesDocidsOfEveryWidth) {
  TempDir dir;
  const std::uint32_t documents = (1u << 22) + 50000;
  std::vector<std::uint32_t> lengths(documents, 1);
  std::vector<Posting> odd, even;
  for (std::uint32_t docid = 1; docid <= documents; ++docid) (docid % 2 ? odd : even).push_back({docid, 1});
  TableWriter writer(dir.path());
  writer.begin(lengths, [](std::size_t row) -> std::string_view { return row % 1000 == 0 ? "v" : ""; });
  writer.add_term("even", even);
  writer.add_term("odd", odd);
  ASSERT_TRUE(writer.close());
  EXPECT_EQ(Xapian::Database::check(dir.path().string(), 0, nullptr), 0u);
  const Xapian::Database database(dir.path().string());
  EXPECT_EQ(database.get_termfreq("odd"), odd.size());
  auto it = database.postlist_begin("odd");
  for (const std::uint32_t docid : {32768u, 65536u, 1u << 20, 1u << 22, documents - 1}) {
    it.skip_to(docid);
    ASSERT_NE(it, database.postlist_end("odd"));
    EXPECT_EQ(*it, docid | 1);
    EXPECT_EQ(database.get_doclength(docid), 1u);
    EXPECT_EQ(database.get_document(docid / 1000 * 1000 + 1).get_value(0), "v");
  }
  std::uint32_t expected = 2;
  for (auto all = database.postlist_begin("even"); all != database.postlist_end("even");
       ++all, expected += 2) {
    ASSERT_EQ(*all, expected);
  }
}

// Long keys that differ late: few to a branch block, so the tree is four blocks high.
TEST(TableWriter, GrowsHighTrees) {
  TempDir dir;
  Documents documents(3);
  for (std::uint32_t i = 0; i < 40000; ++i) {
    const std::string number = std::to_string(100000 + i * 7 % 300007);
    documents[i % 3].terms[std::string(230, 'p') + number] = i % 5;
    documents[(i + 1) % 3].terms[std::string(235, 'p') + number] = 1;
  }
  ASSERT_TRUE(write_table(dir.path() / "ours", documents));
  std::ostringstream report;
  EXPECT_EQ(Xapian::Database::check((dir.path() / "ours").string(), Xapian::DBCHECK_SHOW_STATS, &report), 0u);
  EXPECT_NE(report.str().find("levels=3"), std::string::npos) << report.str();
  build_stock(dir.path() / "stock", documents);
  expect_same_answers(dir.path() / "ours", dir.path() / "stock", 9);
}

TEST(TableWriter, KeepsValuesLongerThanABlock) {
  TempDir dir;
  Documents documents(40);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    documents[i].terms["a"] = 1;
    documents[i].value = std::string(i * 997, static_cast<char>('a' + i % 26));
  }
  ASSERT_TRUE(write_table(dir.path() / "ours", documents));
  build_stock(dir.path() / "stock", documents);
  expect_same_answers(dir.path() / "ours", dir.path() / "stock", 3);
}

TEST(TableWriter, CompactsWithOthers) {
  TempDir dir;
  std::mt19937 random(11);
  const Documents first = random_documents(random, 700);
  const Documents second = random_documents(random, 300);
  Documents both = first;
  both.insert(both.end(), second.begin(), second.end());
  ASSERT_TRUE(write_table(dir.path() / "first", first));
  ASSERT_TRUE(write_table(dir.path() / "second", second));
  ASSERT_TRUE(write_table(dir.path() / "none", {}));
  build_stock(dir.path() / "stock", both);
  build_stock(dir.path() / "stock-second", second);
  for (const char* name : {"second", "stock-second"}) {
    for (const unsigned flags : {0u, static_cast<unsigned>(Xapian::DBCOMPACT_MULTIPASS)}) {
      Xapian::Database all((dir.path() / "first").string());
      all.add_database(Xapian::Database((dir.path() / "none").string()));
      all.add_database(Xapian::Database((dir.path() / name).string()));
      const auto target = dir.path() / (std::string("compacted-") + name + std::to_string(flags));
      all.compact(target.string(), flags);
      expect_same_answers(target, dir.path() / "stock", 11);
    }
  }
}

TEST(TableWriter, WritesEqualBytesForEqualDocuments) {
  TempDir dir;
  std::mt19937 random(4);
  Documents documents = random_documents(random, 500);
  ASSERT_TRUE(write_table(dir.path() / "a", documents));
  ASSERT_TRUE(write_table(dir.path() / "b", documents));
  ASSERT_TRUE(write_table(dir.path() / "b", documents)) << "over a database that is there";
  for (const char* name : {"postlist.glass", "iamglass"}) {
    EXPECT_EQ(content_of(dir.path() / "a" / name), content_of(dir.path() / "b" / name)) << name;
  }
  documents[7].terms["one more"] = 0;
  ASSERT_TRUE(write_table(dir.path() / "c", documents));
  EXPECT_NE(Xapian::Database((dir.path() / "a").string()).get_uuid(),
            Xapian::Database((dir.path() / "c").string()).get_uuid());
}

// A writer over these lengths, no values.
void begin(TableWriter& writer, std::vector<std::uint32_t> lengths) {
  writer.begin(lengths, [](std::size_t) { return std::string_view(); });
}

void expect_refused(const std::function<void(TableWriter&)>& use) {
  TempDir dir;
  TableWriter writer(dir.path());
  use(writer);
  const auto closed = writer.close();
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, ErrorCode::internal) << closed.error().message;
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "iamglass"));
  EXPECT_THROW(Xapian::Database(dir.path().string()), Xapian::DatabaseError);
}

TEST(TableWriter, RefusesWhatBreaksItsRules) {
  const std::vector<Posting> one = {{1, 1}};
  const auto refused_term = [&](const std::string& term, const std::vector<Posting>& postings) {
    SCOPED_TRACE(term);
    expect_refused([&](TableWriter& writer) {
      std::uint32_t length = 0;
      for (const Posting& posting : postings) length += posting.wdf;
      begin(writer, {length, 0, 0});
      writer.add_term(term, postings);
    });
  };
  refused_term("", one);
  refused_term("empty", {});
  refused_term(std::string(246, 'x'), one);
  refused_term(std::string(123, '\0'), one);
  refused_term("docid 0", {{0, 1}});
  refused_term("twice", {{1, 1}, {1, 1}});
  refused_term("descending", {{2, 1}, {1, 1}});
  refused_term("no such document", {{1, 1}, {4, 1}});
  refused_term("too often", {{1, 0xffffffff}, {2, 1}});
  expect_refused([&](TableWriter& writer) { writer.add_term("before begin", one); });
  expect_refused([](TableWriter&) {});
  expect_refused([](TableWriter& writer) {
    begin(writer, {0});
    begin(writer, {0});
  });
  for (const char* second : {"a", "b"}) {
    expect_refused([&](TableWriter& writer) {
      begin(writer, {2});
      writer.add_term("b", one);
      writer.add_term(second, one);
    });
  }
  expect_refused([&](TableWriter& writer) {
    begin(writer, {2});
    writer.add_term("shorter than its document", one);
  });
}

TEST(TableWriter, ReportsWhatTheSystemRefuses) {
  TempDir dir;
  dir.write("file", "");
  const auto below_a_file = write_table(dir.path() / "file" / "table", Documents(3));
  ASSERT_FALSE(below_a_file);
  EXPECT_EQ(below_a_file.error().code, ErrorCode::system);
  std::filesystem::create_directories(dir.path() / "taken" / "postlist.glass");
  const auto not_a_file = write_table(dir.path() / "taken", Documents(3));
  ASSERT_FALSE(not_a_file);
  EXPECT_EQ(not_a_file.error().code, ErrorCode::system);
  if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full here";
  std::filesystem::create_directory(dir.path() / "full");
  std::filesystem::create_symlink("/dev/full", dir.path() / "full" / "postlist.glass");
  std::mt19937 random(1);
  const auto full = write_table(dir.path() / "full", random_documents(random, 2000));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::system);
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "full" / "iamglass"));
}

}  // namespace
}  // namespace incipit::storage
