#include "schema/limits.h"

#include <array>

namespace incipit::schema {
namespace {

using namespace limits;

constexpr std::array kLimits{kQueryBytes,    kQueryTerms,     kPhraseWords, kWildcards, kNearDistance, kNearOperands, kReadingPasses, kNesting,         kRelaxBelow,
                             kSynonymFileBytes, kSynonymEntries, kSynonymWords, kAcronymPapers, kAcronymShare, kAcronymMeanings, kAcronymExplained,
                             kSearchMilliseconds, kPageDefault, kPageSize,         kOffset,          kFacetDefault,
                             kFacetValues,   kFilterValues,   kBatchIds,           kSnippetCharacters, kDuplicatesShown, kOutsideShown, kPapersLookedUp, kEvidenceBlock, kEvidenceAuthorships, kCoauthorsShown, kSuggestDefault, kSuggestions, kSuggestBytes, kAuthorCards,
                             kRecordBytes,   kRejectRawBytes, kCitationCount, kDeadLetterBytes, kAuthorsPerPaper, kFiguresPerSubject, kEdgesPerPaper, kOverrideBytes, kExamplesKept, kJsonDepth,       kTargetBytes,
                             kHeaderBytes,   kHeaderCount,    kBodyBytes,          kStreams,            kReplyBytes,         kParameters,      kConnections,
                             kQueuedSearches, kIdleSeconds,   kHeaderSeconds,      kBodySeconds,     kWriteSeconds,
                             kDrainSeconds,
                             kDecompressionRatio, kDecompressionFreeBytes, kDecompressorBytes, kArchiveMembers,
                             kArchiveNameBytes, kInputFiles, kHarvestUrlBytes, kHarvestTokenBytes, kHarvestPageBytes, kHarvestPages};

}  // namespace

std::span<const Limit> limit_table() { return kLimits; }

}  // namespace incipit::schema
