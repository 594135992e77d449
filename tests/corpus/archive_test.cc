// Tar archives: members in order, what is passed by, and what hostile ones are answered.
#include "corpus/archive.h"

#include <gmock/gmock.h>

#include <random>

#include "tests/corpus/packing.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Listing {
  std::vector<std::string> members;  // "name=content" or "name!reason"
  std::optional<schema::Error> error;
};

Listing list(std::unique_ptr<ByteSource> bytes, std::int64_t most = schema::limits::kArchiveMembers.value) {
  Listing listing;
  auto archive = Archive::open(std::move(bytes), "x.tar", most);
  if (!archive) {
    listing.error = archive.error();
    return listing;
  }
  while (true) {
    auto member = (*archive)->next();
    if (!member) {
      listing.error = member.error();
      return listing;
    }
    if (!*member) return listing;
    auto& [name, source] = **member;
    if (!source) {
      listing.members.push_back(name + '!' + source.error().message);
      continue;
    }
    const Unpacked unpacked = unpack(**source);
    listing.members.push_back(name + (unpacked.error ? '!' + unpacked.error->message : '=' + unpacked.text));
  }
}
Listing list(const std::string& tar) { return list(std::make_unique<MemorySource>(tar)); }

std::string pax(const std::string& key, const std::string& value) {
  std::string record = ' ' + key + '=' + value + '\n';
  std::size_t length = record.size() + 1;
  while (std::to_string(length).size() + record.size() != length) ++length;
  return tar_member({"pax", 'x', {}, {}, false}, std::to_string(length) + record);
}

TEST(Tar, IsRecognised) {
  const std::string tar = tar_member("a.xml", "content") + tar_end();
  EXPECT_TRUE(looks_like_tar(tar));
  EXPECT_TRUE(looks_like_tar(tar.substr(0, 512)));
  EXPECT_FALSE(looks_like_tar(tar.substr(0, 511)));
  EXPECT_TRUE(looks_like_tar(tar_member({"a", '0', {}, {}, true}, "")));
  std::string wrong = tar;
  wrong[0] = 'b';
  EXPECT_FALSE(looks_like_tar(wrong));
  EXPECT_FALSE(looks_like_tar(std::string(2048, '\0')));
  EXPECT_FALSE(looks_like_tar(std::string(2048, 'x')));
}

TEST(Tar, GivesItsMembersUnpackedInOrder) {
  const std::string tar = tar_member("b.txt", "one") + tar_member("dir/a.gz", gzip("two")) +
                          tar_member("c.zst", zstd("three")) + tar_member("d.xz", xz("four")) +
                          tar_member("empty", "") + tar_end();
  const Listing listing = list(tar);
  EXPECT_FALSE(listing.error);
  EXPECT_THAT(listing.members,
              ElementsAre("b.txt=one", "dir/a.gz=two", "c.zst=three", "d.xz=four", "empty="));
  for (const std::string& packed : {gzip(tar), zstd(tar), xz(tar)}) {
    auto source = ByteSource::decompress(std::make_unique<MemorySource>(packed), "x");
    ASSERT_TRUE(source);
    EXPECT_EQ(list(std::move(*source)).members, listing.members);
  }
}

TEST(Tar, ArchivesMayFollowOneAnother) {
  const std::string first = tar_member("a", "1") + tar_end() + std::string(4096, '\0');
  EXPECT_THAT(list(first + tar_member("b", "2") + tar_end()).members, ElementsAre("a=1", "b=2"));
  EXPECT_THAT(list(tar_member("a", "1")).members,
              ElementsAre("a=1"));  // without an end, as some tools leave it
}

TEST(Tar, PassesByWhatIsNoRegularFile) {
  const std::string tar =
      tar_member({"dir/", '5', {}, {}, false}, "") + tar_member({"soft", '2', {}, "/etc/passwd", false}, "") +
      tar_member({"hard", '1', {}, "dir/a", false}, "") + tar_member({"device", '3', {}, {}, false}, "") +
      tar_member({"pipe", '6', {}, {}, false}, "") + tar_member("a", "1") + tar_end();
  const Listing listing = list(tar);
  EXPECT_FALSE(listing.error);
  EXPECT_THAT(listing.members, ElementsAre("a=1"));
}

TEST(Tar, ASparseMemberIsToldNotRead) {
  // A GNU header of type 'S': one piece at 1 GiB of a file of 1 GiB and 4 bytes.
  std::string header = tar_member({"holes", 'S', "00000000004", {}, true}, "data");
  const auto put = [&](std::size_t at, std::string_view text) { header.replace(at, text.size(), text); };
  put(386, "10000000000");
  put(398, "00000000004");
  put(483, "10000000004");
  put(148, "        ");
  unsigned sum = 0;
  for (std::size_t i = 0; i < 512; ++i) sum += static_cast<unsigned char>(header[i]);
  std::string checksum(8, '\0');
  std::snprintf(checksum.data(), checksum.size(), "%06o", sum);
  put(148, checksum);
  const Listing listing = list(header + tar_member("a", "1") + tar_end());
  EXPECT_FALSE(listing.error) << listing.error->message << listing.error->detail;
  ASSERT_EQ(listing.members.size(), 2u);
  EXPECT_THAT(listing.members[0], HasSubstr("holes!it is a sparse file"));
  EXPECT_EQ(listing.members[1], "a=1");
}

TEST(Tar, NamesAreForShowOnly) {
  const std::string tar = tar_member("../../etc/passwd", "1") + tar_member("/abs", "2") +
                          tar_member("bell\a\x1b[31m", "3") + tar_member("bad\xff\xfe", "4") +
                          tar_member(
                              "\xe2\x80\xae"
                              "gpj.exe",
                              "5") +
                          tar_member("é", "6") + tar_end();
  const Listing listing = list(tar);
  EXPECT_FALSE(listing.error);
  EXPECT_THAT(listing.members, ElementsAre("../../etc/passwd=1", "/abs=2", "bell\\x07\\x1b[31m=3",
                                           "bad\\xff\\xfe=4", "\\xe2\\x80\\xaegpj.exe=5", "é=6"));
}

TEST(Tar, LongNames) {
  const std::string fair(3000, 'n');
  const std::string longer(5000, 'n');
  for (const std::string& tar : {pax("path", fair) + tar_member("short", "1") + pax("path", longer) +
                                     tar_member("short", "2") + tar_member("z", "3") + tar_end(),
                                 tar_member({"@", 'L', {}, {}, true}, fair) + tar_member("short", "1") +
                                     tar_member({"@", 'L', {}, {}, true}, longer) + tar_member("short", "2") +
                                     tar_member("z", "3") + tar_end()}) {
    const Listing listing = list(tar);
    EXPECT_FALSE(listing.error) << listing.error->detail;
    ASSERT_EQ(listing.members.size(), 3u);
    EXPECT_EQ(listing.members[0], fair + "=1");
    EXPECT_THAT(listing.members[1], HasSubstr("limit archive_name_bytes"));
    EXPECT_LT(listing.members[1].size(), 500u);
    EXPECT_EQ(listing.members[2], "z=3");
  }
}

TEST(Tar, CutShortSaysSo) {
  const std::string tar = tar_member("a", "1") + tar_member("b", std::string(100'000, 'x'));
  for (const std::size_t kept : {std::size_t{1024 + 512 + 60'000}, std::size_t{1024 + 300}}) {
    const Listing listing = list(tar.substr(0, kept));
    ASSERT_TRUE(listing.error) << kept;
    EXPECT_EQ(listing.error->code, ErrorCode::input_unreadable);
    EXPECT_THAT(listing.error->message, HasSubstr("x.tar is damaged or cut short"));
    EXPECT_EQ(listing.members.at(0), "a=1");
  }
  // The fault of the packed file is the one that is told.
  auto cut = ByteSource::decompress(
      std::make_unique<MemorySource>(gzip(tar).substr(0, gzip(tar).size() - 20)), "x.tar.gz");
  ASSERT_TRUE(cut);
  const Listing listing = list(std::move(*cut));
  ASSERT_TRUE(listing.error);
  EXPECT_THAT(listing.error->message, HasSubstr("x.tar.gz is truncated (gzip) at byte"));
}

TEST(Tar, AFaultStays) {
  auto archive = Archive::open(
      std::make_unique<MemorySource>(tar_member("b", std::string(9000, 'x')).substr(0, 3000)), "x");
  ASSERT_TRUE(archive);
  auto member = (*archive)->next();
  ASSERT_TRUE(member && *member && (*member)->bytes);
  const auto error = unpack(*(*(*member)->bytes)).error;
  ASSERT_TRUE(error);
  for (int i = 0; i < 2; ++i) {
    const auto next = (*archive)->next();
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error(), *error);
  }
}

TEST(Tar, AMemberIsOfNoUseAfterTheNext) {
  auto archive = Archive::open(std::make_unique<MemorySource>(tar_member("a", std::string(900'000, 'x')) +
                                                              tar_member("b", "2") + tar_end()),
                               "x");
  ASSERT_TRUE(archive);
  auto first = (*archive)->next();
  ASSERT_TRUE(first && *first && (*first)->bytes);
  auto second = (*archive)->next();
  ASSERT_TRUE(second && *second && (*second)->bytes);
  const Unpacked late = unpack(*(*(*first)->bytes));
  ASSERT_TRUE(late.error);
  EXPECT_EQ(late.error->code, ErrorCode::internal);
  EXPECT_EQ(unpack(*(*(*second)->bytes)).text, "2");
}

TEST(Tar, HugeSizesAreNotBelieved) {
  const std::string most("77777777777", 11);                                           // 8 GiB
  const std::string binary("\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12);          // 8 EiB
  const std::string negative("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe", 12);  // below zero
  for (const std::string& size : {most, binary, negative}) {
    for (const char type : {'0', 'x', 'g', 'L', 'K'}) {
      const Listing listing =
          list(tar_member({"a", type, size, {}, true}, "1") + tar_member("b", "2") + tar_end());
      // Either the archive is refused, or nothing but what is really there comes out.
      for (const auto& member : listing.members) EXPECT_LT(member.size(), 4096u);
      if (size == negative) continue;
      EXPECT_TRUE(listing.error) << type;
    }
  }
}

TEST(Tar, ThousandsOfHeadersNest) {
  for (const char type : {'L', 'K', 'x', 'g'}) {
    const std::string special = tar_member({"@", type, {}, {}, true}, "12 path=abc\n");
    std::string tar;
    for (int i = 0; i < 20'000; ++i) tar += special;
    const Listing listing = list(tar + tar_member("b", "2") + tar_end());
    EXPECT_LE(listing.members.size(), 1u);
  }
}

TEST(Tar, MembersAreBounded) {
  const std::string member = tar_member("a", "");
  const auto listing = list(std::make_unique<MemorySource>(member, 1 << 16, member, 4999), 5000);
  EXPECT_FALSE(listing.error);
  EXPECT_EQ(listing.members.size(), 5000u);
  const auto beyond = list(std::make_unique<MemorySource>(member, 1 << 16, member, 5000), 5000);
  ASSERT_TRUE(beyond.error);
  EXPECT_EQ(beyond.error->code, ErrorCode::limit_exceeded);
  EXPECT_THAT(beyond.error->message, HasSubstr("archive_members"));
  // Directories count too.
  const std::string directory = tar_member({"d/", '5', {}, {}, false}, "");
  EXPECT_TRUE(list(std::make_unique<MemorySource>(directory, 1 << 16, directory, 5000), 5000).error);
}

TEST(Tar, BombsInMembersCountTogether) {
  const std::string bomb = zstd(std::string(48 << 20, '\0'));  // each alone is under what is free
  std::string tar;
  for (int i = 0; i < 6; ++i) tar += tar_member("m" + std::to_string(i), bomb);
  const Listing listing = list(tar + tar_end());
  EXPECT_FALSE(listing.error);
  ASSERT_EQ(listing.members.size(), 6u);
  EXPECT_EQ(listing.members[0].find('!'), std::string::npos);
  EXPECT_THAT(listing.members[5], HasSubstr("limit decompression_ratio"));
}

TEST(Tar, RandomDamageIsAnErrorOrLessIsRead) {
  std::string tar = tar_member("a", "one") + pax("path", "long/name") + tar_member("b", gzip("two")) +
                    tar_member({"@", 'L', {}, {}, true}, std::string(150, 'n')) + tar_member("c", "three") +
                    tar_end();
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = tar;
    for (int i = 0; i < 3; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    const Listing listing = list(damaged);
    EXPECT_LE(listing.members.size(), 6u);
  }
}

}  // namespace
}  // namespace incipit::corpus
