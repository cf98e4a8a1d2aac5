/* mask.h - telephone numbers, e-mail addresses and identity numbers out of a comment that is to be quoted.
 *
 * Each becomes a typed placeholder: [手机号] [电话] [邮箱] [身份证号] where the text has Han characters,
 * [phone] [email] [id] elsewhere. Full-width digits and signs are read like their ASCII forms.
 *
 *   mobile      1[3-9] and nine digits, in one piece or 3-4-4 by spaces or dashes; +86, 0086, 86 before it
 *   telephone   an area code and 7 or 8 digits: 010-12345678, (0571)87654321; North American 415-555-0100
 *   e-mail      local@domain.tld
 *   identity    18 digits (the last may be X) whose check digit is right (GB 11643)
 *
 * Service numbers (400-, 800-), dates, prices and order numbers stay: a number inside a longer run of letters
 * and digits, or right behind 单号, 订单号, 编号, order, is none of the above. */
#ifndef TEXT_MASK_H
#define TEXT_MASK_H
#include "base/buf.h"

/* Appends `text` masked; the rest stays byte for byte. Returns out->status. Linear time. */
vox_status mask_text(buf *out, vox_str text);
#endif
