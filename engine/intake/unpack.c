/* unpack.c - see unpack.h. */
#include "intake/unpack.h"
#include <errno.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define PACKED     ((size_t)64 << 10)
#define WINDOW_LOG 25 /* zstd: files that ask for more memory than 32 MB to read are refused */

void unpack_init(unpack *u, mem *m, vox_read_fn read, void *payload) {
  memset(u, 0, sizeof *u);
  u->mem = m;
  u->read = read;
  u->payload = payload;
}

void unpack_free(unpack *u) {
  if (u->packing == PACKING_GZIP && u->stream) inflateEnd(u->stream);
  if (u->packing == PACKING_GZIP) mem_put(u->mem, u->stream, sizeof(z_stream));
  if (u->packing == PACKING_ZSTD) ZSTD_freeDStream(u->stream);
  mem_put(u->mem, u->in, PACKED);
  u->stream = u->in = NULL;
}

static vox_status read_some(unpack *u, void *to, size_t cap, size_t *got, vox_error *err) {
  errno = 0;
  *got = 0;
  vox_status status = u->ended ? VOX_OK : u->read(u->payload, to, cap, got);
  if (status == VOX_OK && *got > cap)
    return fail(err, VOX_ERR_ARGUMENT, "a read gave more than was asked for");
  if (status == VOX_OK && *got == 0) u->ended = true;
  if (status == VOX_OK) return VOX_OK;
  if (status == VOX_ERR_MEMORY) return fail_memory(err);
  if (status == VOX_ERR_STOPPED) return fail(err, status, "reading was stopped");
  return fail_io(err, errno ? errno : EIO, "reading the input");
}

/* Packed bytes at hand, unless the input has ended. */
static vox_status refill(unpack *u, vox_error *err) {
  if (u->at < u->end) return VOX_OK;
  u->at = 0;
  return read_some(u, u->in, PACKED, &u->end, err);
}

static bool open_gzip(unpack *u) {
  z_stream *z = mem_array(u->mem, 1, sizeof *z);
  if (z && inflateInit2(z, 15 + 16) != Z_OK) {
    mem_put(u->mem, z, sizeof *z);
    z = NULL;
  }
  u->stream = z;
  return z != NULL;
}

static bool open_zstd(unpack *u) {
  u->stream = ZSTD_createDStream();
  return u->stream && !ZSTD_isError(ZSTD_DCtx_setParameter(u->stream, ZSTD_d_windowLogMax, WINDOW_LOG));
}

/* Reads the first bytes and tells by them. */
static vox_status look(unpack *u, vox_error *err) {
  u->in = mem_get(u->mem, PACKED);
  if (!u->in) return fail_memory(err);
  while (u->end < 4 && !u->ended) {
    size_t got;
    vox_status status = read_some(u, u->in + u->end, PACKED - u->end, &got, err);
    if (status != VOX_OK) return status;
    u->end += got;
  }
  vox_str head = {(const char *)u->in, u->end};
  bool gzip = str_starts(head, STR("\x1F\x8B\x08")), zstd = str_starts(head, STR("\x28\xB5\x2F\xFD"));
  u->packing = gzip ? PACKING_GZIP : zstd ? PACKING_ZSTD : PACKING_NONE;
  if (gzip && !open_gzip(u)) return fail_memory(err);
  if (zstd && !open_zstd(u)) return fail_memory(err);
  u->inside = gzip || zstd;
  return VOX_OK;
}

static vox_status read_plain(unpack *u, char *to, size_t cap, size_t *got, vox_error *err) {
  if (u->at == u->end) return read_some(u, to, cap, got, err);
  *got = u->end - u->at < cap ? u->end - u->at : cap;
  memcpy(to, u->in + u->at, *got);
  u->at += *got;
  return VOX_OK;
}

/* One step of each library: uses packed bytes, gives unpacked ones, tells when a stream ends. VOX_ERR_MEMORY,
 * or VOX_ERR_IO for damaged data. */
static vox_status step_gzip(unpack *u, char *to, size_t cap, size_t *got) {
  z_stream *z = u->stream;
  if (!u->inside) {
    /* Members may follow one another; anything else behind the last one is padding. */
    u->inside = u->in[u->at] == 0x1F && inflateReset(z) == Z_OK;
    u->done = !u->inside;
    if (u->done) return VOX_OK;
  }
  uInt in = (uInt)(u->end - u->at), room = cap > UINT32_MAX ? UINT32_MAX : (uInt)cap;
  z->next_in = u->in + u->at, z->avail_in = in;
  z->next_out = (Bytef *)to, z->avail_out = room;
  int result = inflate(z, Z_NO_FLUSH);
  u->at += in - z->avail_in;
  *got = room - z->avail_out;
  if (result == Z_STREAM_END) u->inside = false;
  if (result == Z_MEM_ERROR) return VOX_ERR_MEMORY;
  return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? VOX_OK : VOX_ERR_IO;
}

static vox_status step_zstd(unpack *u, char *to, size_t cap, size_t *got) {
  ZSTD_inBuffer in = {u->in, u->end, u->at};
  ZSTD_outBuffer out = {to, cap, 0};
  size_t left = ZSTD_decompressStream(u->stream, &out, &in);
  u->at = in.pos;
  *got = out.pos;
  u->inside = left != 0;
  if (!ZSTD_isError(left)) return VOX_OK;
  return ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation ? VOX_ERR_MEMORY : VOX_ERR_IO;
}

static vox_status read_packed(unpack *u, char *to, size_t cap, size_t *got, vox_error *err) {
  const char *name = u->packing == PACKING_GZIP ? "gzip" : "zstd";
  for (*got = 0; *got == 0 && !u->done;) {
    vox_status status = refill(u, err);
    if (status != VOX_OK) return status;
    bool dry = u->at == u->end;
    if (dry && !u->inside) break;
    status = u->packing == PACKING_GZIP ? step_gzip(u, to, cap, got) : step_zstd(u, to, cap, got);
    if (status == VOX_ERR_MEMORY) return fail_memory(err);
    if (status != VOX_OK)
      return fail(err, VOX_ERR_IO, "the %s data are damaged or ask for too large a window", name);
    if (dry && *got == 0) return fail(err, VOX_ERR_IO, "the %s data are cut off", name);
  }
  return VOX_OK;
}

vox_status unpack_read(unpack *u, char *to, size_t cap, size_t *got, vox_error *err) {
  *got = 0;
  vox_status status = u->packing == PACKING_UNKNOWN ? look(u, err) : VOX_OK;
  if (status != VOX_OK) return status;
  return u->packing == PACKING_NONE ? read_plain(u, to, cap, got, err) : read_packed(u, to, cap, got, err);
}
