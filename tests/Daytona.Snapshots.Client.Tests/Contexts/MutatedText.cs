using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Contexts;

/// <summary>Texts for fuzzing: members of a corpus with a few changes each.</summary>
internal static class MutatedText
{
    /// <summary>Generates texts.</summary>
    /// <param name="corpus">Valid texts from which the changes start.</param>
    /// <param name="pieces">Pieces to insert, besides arbitrary characters.</param>
    public static Gen<string> Of(string[] corpus, string[] pieces)
    {
        Gen<string> piece = Gen.OneOf(
            OneOf(pieces), OneOf(pieces), Gen.Char.Select(c => c.ToString()),
            Gen.Select(OneOf(pieces), Gen.Int[2, 200], (text, count) => string.Concat(Enumerable.Repeat(text, count))));
        Gen<(int At, int Cut, string Piece)[]> changes = Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 8], piece).Array[0, 6];
        return Gen.Select(OneOf(corpus), changes, static (text, edits) => edits.Aggregate(text, static (it, edit) =>
        {
            int at = edit.At % (it.Length + 1);
            return string.Concat(it.AsSpan(0, at), edit.Piece, it.AsSpan(Math.Min(it.Length, at + edit.Cut)));
        }));
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
