// Harvesting from a source on a real socket: pages, going on, waiting.
#include <gmock/gmock.h>

#include <ctime>

#include "tests/corpus/harvest_desk.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Harvest, FollowsTheTokensOverThreePages) {
  const std::string first = list_xml(3, "a b&amp;c/1");
  const std::string second = list_xml(2, "two", "2024-05-06T07:09:09Z");
  const std::string third = list_xml(2, "", "2024-05-06T07:10:09Z");
  FakeOaiServer server({http_reply(first), http_reply(second), http_reply(third)});
  Desk desk(server);
  desk.options.set = "cs:cs:CL";
  desk.options.from = "2024-01-01";
  const auto summary = desk.run();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->pages, 3u);
  EXPECT_EQ(summary->records, 7u);
  EXPECT_EQ(summary->deleted, 3u);
  EXPECT_EQ(summary->bytes, first.size() + second.size() + third.size());
  EXPECT_EQ(summary->response_date, "2024-05-06T07:08:09Z");
  EXPECT_EQ(summary->files.size(), 3u);
  EXPECT_FALSE(summary->resumed);
  EXPECT_EQ(desk.page(1), first);
  EXPECT_EQ(desk.page(2), second);
  EXPECT_EQ(desk.page(3), third);
  EXPECT_EQ(desk.files(), 3u);
  EXPECT_EQ(desk.last.complete_list_size, 7u);
  EXPECT_THAT(server.targets(),
              ElementsAre("/oai?verb=ListRecords&metadataPrefix=arXiv&set=cs%3Acs%3ACL&from=2024-01-01",
                          "/oai?verb=ListRecords&resumptionToken=a%20b%26c%2F1",
                          "/oai?verb=ListRecords&resumptionToken=two"));
  EXPECT_THAT(server.last_request(), HasSubstr("User-Agent: tester/1 (mailto:nobody@example.org)\r\n"));
  EXPECT_THAT(desk.waits, ElementsAre(milliseconds(3000), milliseconds(3000)));
}

TEST(Harvest, TheNextAsksSinceTheDayOfTheLast) {
  FakeOaiServer server({http_reply(list_xml(1, "t")), http_reply(list_xml(1, "", "2024-05-07T00:00:01Z")),
                        http_reply(list_xml(1, "", "2024-06-01T00:00:00Z")),
                        http_reply(error_xml("noRecordsMatch")), http_reply(list_xml(1, ""))});
  Desk desk(server);
  ASSERT_TRUE(desk.run());
  const auto second = desk.run();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->from, "2024-05-06");
  EXPECT_EQ(second->pages, 1u);
  EXPECT_EQ(desk.files(), 3u);
  ASSERT_TRUE(desk.run());
  // A date that is asked for now counts.
  desk.options.from = "2020-01-01T00:00:00Z";
  ASSERT_TRUE(desk.run());
  const auto targets = server.targets();
  EXPECT_THAT(targets.at(2), HasSubstr("&from=2024-05-06"));
  EXPECT_THAT(targets.at(3), HasSubstr("&from=2024-06-01"));
  EXPECT_THAT(targets.at(4), HasSubstr("&from=2020-01-01T00%3A00%3A00Z"));
}

TEST(Harvest, AnEndIsNotPassed) {
  FakeOaiServer server({http_reply(list_xml(1, ""))});
  Desk desk(server);
  desk.options.until = "2021-12-31";
  ASSERT_TRUE(desk.run());
  // What changed after the end was never asked for, so the next begins there.
  server.then(http_reply(list_xml(1, "")));
  desk.options.until.clear();
  ASSERT_TRUE(desk.run());
  EXPECT_THAT(server.targets().at(1), HasSubstr("&from=2021-12-31"));
  desk.options.until = "2022-01-01";
  const auto nothing = desk.run();
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->pages, 0u);
  EXPECT_EQ(server.targets().size(), 2u);
}

TEST(Harvest, GoesOnAfterAFailure) {
  FakeOaiServer server(
      {http_reply(list_xml(1, "one")), http_reply(list_xml(1, "two")), http_reply("gone", "410 Gone")});
  Desk desk(server);
  EXPECT_THAT(desk.fails(ErrorCode::input_unreadable),
              HasSubstr("harvesting page 3: the source answers with HTTP status 410"));
  EXPECT_EQ(desk.files(), 2u);
  // Other dates are not mixed into the unfinished list, nor is another source.
  Desk& same = desk;
  same.options.from = "2023-01-01";
  EXPECT_THAT(same.fails(ErrorCode::usage), HasSubstr("unfinished"));
  same.options.from.clear();
  same.options.metadata_prefix = "oai_dc";
  EXPECT_THAT(same.fails(ErrorCode::input_invalid), HasSubstr("another directory"));
  same.options.metadata_prefix = "arXiv";
  EXPECT_EQ(server.targets().size(), 3u);

  server.then(http_reply(list_xml(1, "")));
  const auto summary = desk.run();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->resumed);
  EXPECT_EQ(summary->pages, 1u);
  EXPECT_EQ(server.targets().at(3), "/oai?verb=ListRecords&resumptionToken=two");
  EXPECT_EQ(desk.files(), 3u);
}

// The progress callback ends the process as a kill would, between two pages.
TEST(Harvest, GoesOnAfterAKill) {
  FakeOaiServer server(
      {http_reply(list_xml(1, "one")), http_reply(list_xml(1, "two")), http_reply(list_xml(2, ""))});
  Desk desk(server);
  struct Killed {};
  EXPECT_THROW((void)harvest(desk.options,
                             [](const HarvestProgress& progress) {
                               if (progress.pages == 2) throw Killed{};
                             }),
               Killed);
  // What a crash may leave: a page without its state, half a draft.
  std::ofstream(desk.options.directory + "/pages/000003.xml") << "old";
  std::ofstream(desk.options.directory + "/pages/000003.xml.part") << "half";
  const auto summary = desk.run();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->resumed);
  EXPECT_EQ(summary->records, 2u);
  EXPECT_EQ(desk.page(3), list_xml(2, ""));
  EXPECT_EQ(desk.files(), 3u);
  EXPECT_EQ(server.targets().at(2), "/oai?verb=ListRecords&resumptionToken=two");
}

TEST(Harvest, WaitsAsLongAsItIsAsked) {
  const std::time_t soon = std::time(nullptr) + 100;
  std::string date(64, '\0');
  std::tm fields{};
  ::gmtime_r(&soon, &fields);
  date.resize(std::strftime(date.data(), date.size(), "%a, %d %b %Y %H:%M:%S GMT", &fields));
  FakeOaiServer server({http_reply("busy", "503 Service Unavailable", "Retry-After: 42\r\n"),
                        http_reply("busy", "503 Service Unavailable", "Retry-After: " + date + "\r\n"),
                        http_reply("busy", "429 Too Many Requests", "Retry-After: 7\r\n"),
                        http_reply(list_xml(1, ""))});
  Desk desk(server);
  const auto summary = desk.run();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->retries, 3u);
  ASSERT_EQ(desk.waits.size(), 3u);
  EXPECT_EQ(desk.waits[0], seconds(42));
  EXPECT_GT(desk.waits[1], seconds(60));
  EXPECT_LE(desk.waits[1], seconds(100));
  EXPECT_EQ(desk.waits[2], seconds(7));
  EXPECT_THAT(desk.notes.at(0), HasSubstr("503"));
}

TEST(Harvest, BeginsAgainWhenTheTokenIsForgotten) {
  FakeOaiServer server({http_reply(list_xml(1, "old")),
                        http_reply(error_xml("badResumptionToken"), "400 Bad Request"),
                        http_reply(list_xml(2, "new", "2024-05-09T00:00:00Z")), http_reply(list_xml(2, ""))});
  Desk desk(server);
  desk.options.from = "2024-02-03";
  const auto summary = desk.run();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->restarted);
  EXPECT_EQ(summary->response_date, "2024-05-09T00:00:00Z");
  EXPECT_EQ(desk.files(), 3u);
  EXPECT_EQ(server.targets().at(2), server.targets().at(0));
  EXPECT_THAT(desk.notes.at(0), HasSubstr("begun again from 2024-02-03"));

  FakeOaiServer forgetful({http_reply(list_xml(1, "old")), http_reply(error_xml("badResumptionToken")),
                           http_reply(list_xml(2, "new")), http_reply(error_xml("badResumptionToken"))});
  Desk twice(forgetful);
  EXPECT_THAT(twice.fails(ErrorCode::input_invalid), HasSubstr("badResumptionToken"));
}

TEST(Harvest, NothingMatches) {
  FakeOaiServer server({http_reply(error_xml("noRecordsMatch"))});
  Desk desk(server);
  const auto summary = desk.run();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->pages, 0u);
  EXPECT_EQ(summary->records, 0u);
  EXPECT_EQ(desk.files(), 0u);
}

TEST(Harvest, OneAtATime) {
  FakeOaiServer server({http_reply(list_xml(1, "")), http_reply(list_xml(1, ""))});
  Desk desk(server);
  std::optional<schema::Error> inner;
  const auto outer = harvest(desk.options, [&](const HarvestProgress&) {
    const auto second = harvest(desk.options);
    if (!second) inner = second.error();
  });
  EXPECT_TRUE(outer);
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->code, ErrorCode::usage);
}

}  // namespace
}  // namespace incipit::corpus
