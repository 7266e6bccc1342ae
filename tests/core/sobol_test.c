/* sobol_test.c - Sobol points against SciPy's, the net properties plain and scrambled, the law of
 * the scrambling, bad input. */
#include "core/random/sobol.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHECKED = 1 << 12 };

/* For each dimension a checksum of the first 2^12 points, h = h 6364136223846793005 + floor(2^30
 * coordinate): scipy.stats.qmc.Sobol of SciPy 1.10, by tests/reference/sobol_reference.py. */
static const uint64_t checksum[SOLON_SOBOL_DIMENSIONS] = {
    UINT64_C(9574226002393956352),  UINT64_C(8554615884608438272),  UINT64_C(3059355725030490112),
    UINT64_C(16101949570686124032), UINT64_C(15259776440367841280), UINT64_C(12953933431154147328),
    UINT64_C(12147789097854828544), UINT64_C(14222653301375107072), UINT64_C(15389367079840776192),
    UINT64_C(12066554979771482112), UINT64_C(1663578490126991360),  UINT64_C(1284937471846514688),
    UINT64_C(4572734524617654272),  UINT64_C(9400424000368148480),  UINT64_C(1636218242781413376),
    UINT64_C(911477352356118528),   UINT64_C(1645394766826831872),  UINT64_C(12216638316962906112),
    UINT64_C(6768239342960771072),  UINT64_C(17505722454146809856), UINT64_C(798887361671856128),
    UINT64_C(12643185056865583104), UINT64_C(5054450359955619840),  UINT64_C(7488645958549372928),
    UINT64_C(4572734524617654272),  UINT64_C(321505801170583552),   UINT64_C(7970869768259371008),
    UINT64_C(9181154993510547456),  UINT64_C(16957972149467873280), UINT64_C(15620233735348158464),
    UINT64_C(1906434220423643136),  UINT64_C(71386697060843520),    UINT64_C(13485358187183865856),
    UINT64_C(582545254767394816),   UINT64_C(465620989246439424),   UINT64_C(15620233735348158464),
    UINT64_C(17260331250036506624), UINT64_C(16079431572549271552), UINT64_C(1113970010797113344),
    UINT64_C(18407792579899817984), UINT64_C(13796106561472430080), UINT64_C(4572734524617654272),
    UINT64_C(12161469221527617536), UINT64_C(537339933703012352),   UINT64_C(12149871572877836288),
    UINT64_C(14624938217699278848), UINT64_C(8551834120190164992),  UINT64_C(1769243756579520512),
    UINT64_C(1424718385085677568),  UINT64_C(9065187303105757184),  UINT64_C(4403680213800583168),
    UINT64_C(11042324714126049280), UINT64_C(7610412473279053824),  UINT64_C(17565619449581535232),
    UINT64_C(12011555209126871040), UINT64_C(13856735831651254272), UINT64_C(16473327215153512448),
    UINT64_C(15009657336258101248), UINT64_C(11084770261004713984), UINT64_C(14876801147250671616),
    UINT64_C(1762657681929142272),  UINT64_C(6140943770058752000),  UINT64_C(16849377784038948864),
    UINT64_C(1379682388811972608),  UINT64_C(2961683908111892480),  UINT64_C(4235133877355544576),
    UINT64_C(10621603186827329536), UINT64_C(992372820858109952),   UINT64_C(16230132835275505664),
    UINT64_C(13796106561472430080), UINT64_C(3248845558961405952),  UINT64_C(332595475448332288),
    UINT64_C(5054450359955619840),  UINT64_C(1375009464393924608),  UINT64_C(15119995527128678400),
    UINT64_C(11955260213784739840), UINT64_C(13332574449434624000), UINT64_C(1574632397486424064),
    UINT64_C(3823054511451144192),  UINT64_C(14489830228878163968), UINT64_C(566951980862275584),
    UINT64_C(1879920597031452672),  UINT64_C(9711172374656712704),  UINT64_C(18299706188842926080),
    UINT64_C(1685757838682488832),  UINT64_C(4928518895179923456),  UINT64_C(14057146015069241344),
    UINT64_C(4806752380450242560),  UINT64_C(11814874569150300160), UINT64_C(1188842354602147840),
    UINT64_C(9322343281633263616),  UINT64_C(8946292712747827200),  UINT64_C(17004751971183230976),
    UINT64_C(740001916934684672),   UINT64_C(7981790117746442240),  UINT64_C(11129806257278418944),
    UINT64_C(12521587866926579712), UINT64_C(12548440139900125184), UINT64_C(12222098491706441728),
    UINT64_C(9639453430200139776),  UINT64_C(14222653301375107072), UINT64_C(7813074456510726144),
    UINT64_C(6407782047980453888),  UINT64_C(10625572423803600896), UINT64_C(199569961650225152),
    UINT64_C(6146742594383642624),  UINT64_C(1535056575956254720),  UINT64_C(12848661789864361984),
    UINT64_C(5054450359955619840),  UINT64_C(13363760997244862464), UINT64_C(1834545951176392704),
    UINT64_C(15233289205254717440), UINT64_C(7720750664149630976),  UINT64_C(466408239571927040),
    UINT64_C(3923653228322881536),  UINT64_C(8319898739380584448),  UINT64_C(3719302395230945280),
    UINT64_C(897966553474007040),   UINT64_C(8202466499487596544),  UINT64_C(14277822396810395648),
    UINT64_C(16633374326715842560), UINT64_C(16066090098457837568), UINT64_C(10828065082244595712),
    UINT64_C(16678410322989547520), UINT64_C(11949461389459849216), UINT64_C(11490263552258736128),
    UINT64_C(8942633538050588672),  UINT64_C(15480452822108995584),
};

static solon_sobol sobol[SOLON_SOBOL_DIMENSIONS];
static double points[CHECKED * SOLON_SOBOL_DIMENSIONS];

static void prepare(bool scrambled, uint64_t seed) {
  for (size_t d = 0; d < SOLON_SOBOL_DIMENSIONS; d++)
    solon_sobol_prepare(&sobol[d], d, scrambled, seed);
}

static void test_published(void) {
  prepare(false, 0);
  tap_integer(solon_sobol_points(NULL, sobol, SOLON_SOBOL_DIMENSIONS, 0, CHECKED, points), SOLON_OK,
              "points of all dimensions");
  int wrong = 0;
  for (size_t d = 0; d < SOLON_SOBOL_DIMENSIONS; d++) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < CHECKED; i++)
      sum = sum * UINT64_C(6364136223846793005) +
            (uint64_t)(points[i * SOLON_SOBOL_DIMENSIONS + d] * 0x1p30);
    wrong += sum != checksum[d];
  }
  tap_integer(wrong, 0, "%d points in %d dimensions are SciPy's", CHECKED, SOLON_SOBOL_DIMENSIONS);
  tap_same(points[0], 0, "point 0 is the origin");
  tap_same(points[SOLON_SOBOL_DIMENSIONS + 3], 0.5, "point 1 is the centre");
}

/* Whether each interval [j, j+1) / count holds one of out[0..count). */
static bool stratified(const double *out, size_t count) {
  static unsigned char seen[CHECKED];
  memset(seen, 0, count);
  for (size_t i = 0; i < count; i++)
    seen[(size_t)(out[i] * (double)count)]++;
  for (size_t i = 0; i < count; i++)
    if (seen[i] != 1)
      return false;
  return true;
}

static void test_one_dimension(bool scrambled) {
  static double column[CHECKED];
  const char *kind = scrambled ? "scrambled" : "plain";
  int wrong = 0, outside = 0;
  prepare(scrambled, 11);
  for (size_t d = 0; d < SOLON_SOBOL_DIMENSIONS; d++)
    for (uint64_t block = 0; block < 40; block += 13) {
      solon_sobol_column(&sobol[d], block * 1024, 1024, 1, column);
      wrong += !stratified(column, 1024);
      for (size_t i = 0; i < 1024; i++)
        outside += !(column[i] >= 0 && column[i] < 1) || (scrambled && column[i] == 0);
    }
  tap_integer(wrong, 0, "%s: every interval of every dimension holds one point of a block", kind);
  tap_integer(outside, 0, "%s: coordinates lie in the unit interval", kind);
  uint64_t far = (SOLON_SOBOL_POINTS - 1) & ~(uint64_t)1023;
  for (size_t d = 0; d < SOLON_SOBOL_DIMENSIONS; d++) {
    solon_sobol_column(&sobol[d], far, 1024, 1, column);
    wrong += !stratified(column, 1024);
  }
  tap_integer(wrong, 0, "%s: and of the last block there is", kind);
}

/* How many points lie in each box of sides 2^-p x 2^-(10-p), of a pair of dimensions. */
static void occupancy(size_t d, size_t e, int p, unsigned char count[1024]) {
  memset(count, 0, 1024);
  for (size_t i = 0; i < 1024; i++) {
    const double *x = points + i * SOLON_SOBOL_DIMENSIONS;
    size_t row = (size_t)ldexp(x[d], p), column = (size_t)ldexp(x[e], 10 - p);
    count[row << (10 - p) | column]++;
  }
}

static int compare_bytes(const void *a, const void *b) {
  return *(const unsigned char *)a - *(const unsigned char *)b;
}

static void test_two_dimensions(void) {
  static unsigned char plain[SOLON_SOBOL_DIMENSIONS][11][1024];
  unsigned char count[1024];
  int wrong = 0, moved = 0;
  prepare(false, 0);
  solon_sobol_points(NULL, sobol, SOLON_SOBOL_DIMENSIONS, 0, 1024, points);
  for (size_t d = 0; d + 1 < SOLON_SOBOL_DIMENSIONS; d++)
    for (int p = 0; p <= 10; p++)
      occupancy(d, d + 1, p, plain[d][p]);
  for (int p = 0; p <= 10; p++)
    for (int i = 0; i < 1024; i++)
      wrong += plain[0][p][i] != 1;
  tap_integer(wrong, 0, "the first two dimensions are a (0, 10, 2)-net");
  prepare(true, 5);
  solon_sobol_points(NULL, sobol, SOLON_SOBOL_DIMENSIONS, 0, 1024, points);
  for (size_t d = 0; d + 1 < SOLON_SOBOL_DIMENSIONS; d++)
    for (int p = 0; p <= 10; p++) {
      occupancy(d, d + 1, p, count);
      moved += memcmp(count, plain[d][p], 1024) != 0;
      qsort(count, 1024, 1, compare_bytes);
      qsort(plain[d][p], 1024, 1, compare_bytes);
      wrong += memcmp(count, plain[d][p], 1024) != 0;
    }
  tap_integer(wrong, 0, "scrambling keeps how many boxes of each shape hold how many points");
  tap_ok(moved > 500, "and moves the points to other boxes");
}

/* Nested uniform scrambling makes the 2^15 orders that the tree of the first four digits allows of
 * the sixteen intervals equally likely: chi-square over seeds. */
static void test_law_of_scrambling(size_t dimension) {
  enum { SEEDS = 1 << 18, TREES = 1 << 15 };
  static unsigned count[TREES];
  double out[16], statistic = 0, expected = (double)SEEDS / TREES;
  memset(count, 0, sizeof count);
  for (uint64_t seed = 0; seed < SEEDS; seed++) {
    unsigned tree = 0, place = 0;
    solon_sobol_prepare(&sobol[0], 0, false, 0);
    solon_sobol plain = sobol[0];
    solon_sobol_prepare(&sobol[0], dimension, true, seed);
    memcpy(sobol[0].direction, plain.direction, sizeof plain.direction);
    solon_sobol_column(&sobol[0], 0, 16, 1, out);
    /* the Gray code of van der Corput's points: where did the interval with digits `prefix` go? */
    unsigned image[16];
    solon_sobol_column(&plain, 0, 16, 1, points);
    for (int i = 0; i < 16; i++)
      image[(int)(points[i] * 16)] = (unsigned)(out[i] * 16);
    for (unsigned digits = 0; digits < 4; digits++)
      for (unsigned prefix = 0; prefix < 1u << digits; prefix++)
        tree |= (image[prefix << (4 - digits)] >> (3 - digits) & 1) << place++;
    count[tree]++;
  }
  for (int i = 0; i < TREES; i++)
    statistic += (count[i] - expected) * (count[i] - expected) / expected;
  double z = (statistic - (TREES - 1)) / sqrt(2.0 * (TREES - 1));
  tap_ok(fabs(z) < 4, "dimension %zu: all trees of flips are equally likely (z = %.2f)", dimension,
         z);
}

/* The mean of a smooth function over a scrambled net: unbiased, and far more exact than n^(-1/2).
 */
static void test_integration(void) {
  enum { SEEDS = 400, POINTS = 1024, SIDES = 4 };
  double sum = 0, squares = 0;
  for (uint64_t seed = 0; seed < SEEDS; seed++) {
    prepare(true, seed);
    solon_sobol_points(NULL, sobol, SIDES, 0, POINTS, points);
    double mean = 0;
    for (size_t i = 0; i < POINTS; i++) {
      double f = 1;
      for (size_t d = 0; d < SIDES; d++)
        f *= 1 + 0.5 * (exp(points[i * SIDES + d]) - (exp(1) - 1));
      mean += f / POINTS;
    }
    sum += mean - 1;
    squares += (mean - 1) * (mean - 1);
  }
  double deviation = sqrt(squares / SEEDS), bias = sum / SEEDS * sqrt(SEEDS) / deviation;
  /* one independent draw has standard deviation 0.54, so their mean 0.017 */
  tap_ok(deviation < 0.017 / 30, "a scrambled net beats independent draws thirty times (%.1e)",
         deviation);
  tap_ok(fabs(bias) < 4, "means over scrambled nets are unbiased (z = %.2f)", bias);
}

static void test_places(void) {
  static double whole[5000], part[5000];
  prepare(true, 3);
  solon_sobol_column(&sobol[7], 100, 5000, 1, whole);
  int wrong = 0;
  for (uint64_t from = 0; from < 5000; from += 617) {
    size_t count = from + 617 < 5000 ? 617 : 5000 - from;
    solon_sobol_column(&sobol[7], 100 + from, count, 1, part);
    wrong += memcmp(part, whole + from, count * sizeof *part) != 0;
  }
  tap_integer(wrong, 0, "any block of points can be made by itself");
  solon_sobol other;
  solon_sobol_prepare(&other, 7, true, 4);
  solon_sobol_column(&other, 100, 5000, 1, part);
  for (int i = 0; i < 5000; i++)
    wrong += part[i] == whole[i];
  tap_integer(wrong, 0, "another seed is another scrambling");
}

static void test_bad(void) {
  tap_integer(solon_sobol_prepare(&sobol[0], SOLON_SOBOL_DIMENSIONS, true, 1), SOLON_BAD_ARGUMENT,
              "a dimension too many is refused");
  tap_integer(solon_sobol_points(NULL, sobol, 1, SOLON_SOBOL_POINTS, 1, points), SOLON_BAD_ARGUMENT,
              "points beyond the last are refused");
  tap_integer(solon_sobol_points(NULL, sobol, 1, SOLON_SOBOL_POINTS - 1, 2, points),
              SOLON_BAD_ARGUMENT, "a block beyond the last point is refused");
  atomic_int stop = 1;
  solon_context context = {.cancel = &stop};
  prepare(false, 0);
  tap_integer(solon_sobol_points(&context, sobol, 1, 0, CHECKED, points), SOLON_CANCELLED,
              "cancellation is heard");
}

int main(void) {
  test_published();
  test_one_dimension(false);
  test_one_dimension(true);
  test_two_dimensions();
  test_law_of_scrambling(0);
  test_law_of_scrambling(9);
  test_integration();
  test_places();
  test_bad();
  return tap_done();
}
