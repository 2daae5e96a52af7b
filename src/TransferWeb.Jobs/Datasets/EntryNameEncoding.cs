using System.Text;

namespace TransferWeb.Jobs.Datasets;

/// <summary>
/// Reads the names of zip entries that do not say how they are written: UTF-8 where the bytes are valid as that (macOS and most programs), else the
/// IBM code page 437 that the zip format names (old Windows programs).
/// </summary>
internal sealed class EntryNameEncoding : Encoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Page437 = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    public override int GetByteCount(char[] chars, int index, int count) => Strict.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Strict.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) =>
        Choose(bytes, index, count).GetCharCount(bytes, index, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Choose(bytes, byteIndex, byteCount).GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxByteCount(int charCount) => Strict.GetMaxByteCount(charCount);

    public override int GetMaxCharCount(int byteCount) => Strict.GetMaxCharCount(byteCount);

    private static Encoding Choose(byte[] bytes, int index, int count) =>
        System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(index, count)) ? Strict : Page437;
}
