#include "server/api/export_stream.h"

#include <utility>

#include "schema/limits.h"

namespace incipit::server::api {
namespace {

constexpr std::size_t kPieceBytes = 256 << 10;
constexpr std::size_t kPiecePapers = 500;  // of short records too a thread is held shortly

class ExportStream : public BodyStream, public std::enable_shared_from_this<ExportStream> {
 public:
  ExportStream(query::SearchPool& pool, std::shared_ptr<std::atomic<int>> streams, std::shared_ptr<const query::ResultSet> papers,
               writers::Format format)
      : pool_(pool), streams_(std::move(streams)), papers_(std::move(papers)), format_(format) {}
  ~ExportStream() override { --*streams_; }

  void next(Take take) override {
    if (ended_) return take({Piece::Kind::end, {}});
    const bool taken = pool_.submit([self = shared_from_this(), take](query::Searcher&) {
      Piece piece;
      try {
        piece = self->make();
      } catch (...) {
        piece = {};  // failed: out of memory
      }
      try {
        take(std::move(piece));
      } catch (...) {  // NOLINT(bugprone-empty-catch): the connection is told when `take` goes away
      }
    });
    if (!taken) take({Piece::Kind::later, {}});
  }

 private:
  Piece make() {
    const auto& row = writers::row_of(format_);
    std::string bytes(next_ == 0 ? row.head : std::string_view());
    const std::size_t end = std::min(papers_->size(), next_ + kPiecePapers);
    for (; next_ < end && bytes.size() < kPieceBytes; ++next_) {
      const auto paper = papers_->paper(next_);
      if (!paper) return {};
      if (next_ > 0) bytes += row.between;
      bytes += writers::write_paper(format_, *paper);
    }
    ended_ = next_ == papers_->size();
    if (ended_) bytes += row.tail;
    return {Piece::Kind::data, std::move(bytes)};
  }

  query::SearchPool& pool_;
  std::shared_ptr<std::atomic<int>> streams_;
  std::shared_ptr<const query::ResultSet> papers_;
  writers::Format format_;
  std::size_t next_ = 0;  // only one piece is made at a time
  bool ended_ = false;
};

}  // namespace

schema::Result<std::shared_ptr<BodyStream>> export_stream(query::SearchPool& pool, std::shared_ptr<std::atomic<int>> streams,
                                                          std::shared_ptr<const query::ResultSet> papers, writers::Format format) {
  const auto& limit = schema::limits::kStreams;
  if (++*streams > limit.value) {
    --*streams;
    return schema::fail(schema::ErrorCode::overloaded, "as many exports as " + std::string(limit.name) + " allows, which is " +
                                                           std::to_string(limit.value) + ", are being sent; try again later");
  }
  return std::make_shared<ExportStream>(pool, std::move(streams), std::move(papers), format);
}

}  // namespace incipit::server::api
