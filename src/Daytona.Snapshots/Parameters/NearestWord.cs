namespace Daytona.Snapshots.Parameters;

/// <summary>Finds the most similar word.</summary>
internal static class NearestWord
{
    /// <summary>The candidate with the fewest letters to change, if that is at most a third of the word; null otherwise.</summary>
    public static string? Find(string word, IEnumerable<string> candidates) => candidates
        .Select(candidate => (Word: candidate, Distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(found => found.Distance <= word.Length / 3)
        .OrderBy(static found => found.Distance)
        .FirstOrDefault().Word;

    // Levenshtein's distance, row by row.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
